#include "model/content.hpp"

#include <string_view>

namespace judge {

using nlohmann::json;

namespace {

std::string text_at(const json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// "data:image/png;base64,…"
Image image_of(std::string_view url) {
  constexpr std::string_view scheme = "data:";
  constexpr std::string_view encoded = ";base64,";
  const auto end = url.find(encoded);
  if (!url.starts_with(scheme) || end == url.npos)
    return {.media_type = "", .data = "", .url = std::string(url)};
  return {.media_type = std::string(url.substr(scheme.size(), end - scheme.size())),
          .data = std::string(url.substr(end + encoded.size())),
          .url = ""};
}

}  // namespace

std::optional<std::string> text_in(const json& part) {
  const auto type = text_at(part, "type");
  if (type != "text" && type != "input_text" && type != "output_text") return std::nullopt;
  return text_at(part, "text");
}

std::optional<Image> image_in(const json& part) {
  const auto type = text_at(part, "type");
  if (type != "image_url" && type != "input_image") return std::nullopt;
  const auto found = part.find("image_url");
  if (found == part.end()) return std::nullopt;
  return image_of(found->is_string() ? found->get<std::string>() : text_at(*found, "url"));
}

json parts_of(const Message& message) {
  if (message.content.is_array()) return message.content;
  return json::array({{{"type", "text"}, {"text", message.content}}});
}

bool is_system(const Message& message) {
  return message.role == "system" || message.role == "developer";
}

std::string system_text(const ChatRequest& request) {
  std::string text;
  for (const auto& message : request.messages) {
    if (!is_system(message)) continue;
    for (const auto& part : parts_of(message))
      if (const auto words = text_in(part)) text += (text.empty() ? "" : "\n\n") + *words;
  }
  return text;
}

std::string dump(const OrderedJson& body) {
  return body.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

}  // namespace judge
