#pragma once

#include "model/dialect.hpp"

namespace judge {

/// Bodies whose members have an order that a schema's readers see.
using OrderedJson = nlohmann::ordered_json;

/// An image of a content part: base64 with its type, or where it is to be found.
struct Image {
  std::string media_type;
  std::string data;
  std::string url;
};

/// Of an OpenAI-style part; nullopt where it is of another kind.
std::optional<std::string> text_in(const nlohmann::json& part);
std::optional<Image> image_in(const nlohmann::json& part);

/// A message's content as parts: text is one part.
nlohmann::json parts_of(const Message& message);

/// "system" and "developer": what some providers want apart.
bool is_system(const Message& message);
/// Of all of them, an empty line between two; "" where there are none.
std::string system_text(const ChatRequest& request);

/// Without white space; invalid UTF-8 becomes U+FFFD.
std::string dump(const OrderedJson& body);

}  // namespace judge
