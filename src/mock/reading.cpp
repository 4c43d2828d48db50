#include "mock/reading.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace judge::mock {
namespace {

constexpr int kDeepest = 200;  // real bodies nest to about 20; copies of JSON values recurse

bool nests_too_deeply(std::string_view body) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kDeepest) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

bool is_word_of(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

}  // namespace

Checked<Json> read_object(std::string_view body) {
  if (nests_too_deeply(body)) return refuse({}, "The JSON body nests too deeply.");
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded() || !json.is_object())
    return refuse({}, "The body is not a JSON object, or is malformed.");
  return json;
}

const Json* member(const Json& object, std::string_view key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_member(const Json& object, std::string_view key) {
  const Json* value = member(object, key);
  return value && value->is_string() ? value->get<std::string>() : "";
}

std::optional<std::string> unknown_member(const Json& object, std::string_view known) {
  for (const auto& [key, value] : object.items())
    if (!is_word_of(known, key)) return key;
  return std::nullopt;
}

Checked<std::optional<std::uint64_t>> read_count(const Json& object, std::string_view key) {
  const Json* value = member(object, key);
  if (!value) return std::nullopt;
  if (!value->is_number_unsigned() || value->get<std::uint64_t>() == 0)
    return refuse(key, fmt::format("'{}' must be a whole number of at least 1.", key));
  return value->get<std::uint64_t>();
}

std::string texts_of(const Json& parts) {
  std::string texts;
  for (const Json& part : parts) {
    const Json* text = member(part, "text");
    if (text && text->is_string()) texts += text->get_ref<const std::string&>();
  }
  return texts;
}

}  // namespace judge::mock
