#pragma once

#include <simdjson.h>

#include <expected>
#include <string>
#include <string_view>

namespace judge {

/// A value in a reply's JSON, and the texts that are got from it: good until the thread parses its
/// next reply.
using ReplyJson = simdjson::dom::element;

/// Why a reply's body is not JSON: `code` as in CallError, `message` for a person.
struct NotJson {
  std::string_view code;  // "html_page", "not_json", "too_deep"
  std::string message;    // begins with our words, may end with the body's; at most 500 bytes
};

/// A reply's body. Lenient in what would otherwise lose an answer that was paid for: invalid UTF-8
/// and half surrogate pairs become U+FFFD, NaN and numbers beyond a double become null. Strict in
/// depth: what is nested deeper than any reply is refused, since copying or writing it would need a
/// stack as deep.
std::expected<ReplyJson, NotJson> parse_reply(std::string_view body);

ReplyJson null_json();

/// object[key], the last of several, or a null where `object` is no object or has no such key.
ReplyJson at(ReplyJson object, std::string_view key);

/// The string that `value` is, or "".
std::string_view text_of(ReplyJson value);

/// The string at `key`, or "".
std::string_view text_at(ReplyJson object, std::string_view key);

/// As compact JSON, an object's keys sorted.
std::string canonical(ReplyJson value);

}  // namespace judge
