#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace judge {

/// `text` with every invalid byte replaced by U+FFFD, so that it can be written as JSON.
std::string valid_utf8(std::string_view text);

/// At most `bytes` of `text`, ending between two characters. Valid UTF-8 whatever comes in.
std::string cut(std::string_view text, std::size_t bytes = 500);

/// Why a reply's body is not JSON: `code` as in CallError, `message` for a person.
struct NotJson {
  std::string_view code;  // "html_page", "not_json", "too_deep"
  std::string message;    // begins with our words, may end with the body's; at most 500 bytes
};

/// A reply's body. Lenient in two things that would otherwise lose an answer that was paid for:
/// invalid UTF-8 and half surrogate pairs become U+FFFD. Strict in depth: what is nested deeper
/// than any reply is refused, since copying or writing it would need a stack as deep.
std::expected<nlohmann::json, NotJson> parse_reply(std::string_view body);

/// object[key], or a null value where `object` is no object or has no such key.
const nlohmann::json& at(const nlohmann::json& object, std::string_view key);

/// The string there, or "".
std::string_view text_at(const nlohmann::json& object, std::string_view key);

}  // namespace judge
