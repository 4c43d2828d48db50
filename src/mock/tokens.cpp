#include "mock/tokens.hpp"

#include <cstddef>

namespace judge::mock {
namespace {

constexpr std::size_t kMostDigits = 3;

enum class Kind { letter, digit, space, mark };

Kind kind_of(char c) {
  if (c >= '0' && c <= '9') return Kind::digit;
  if (c == ' ' || (c >= '\t' && c <= '\r')) return Kind::space;
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0) return Kind::letter;
  return Kind::mark;
}

/// Where the token that begins the text ends.
std::size_t token_end(std::string_view text) {
  std::size_t at = 0;
  const auto run = [&](Kind kind, std::size_t most) {
    for (const auto begin = at; at < text.size() && at - begin < most && kind_of(text[at]) == kind;)
      ++at;
  };
  if (text[0] == ' ' && text.size() > 1 &&
      (kind_of(text[1]) == Kind::letter || kind_of(text[1]) == Kind::mark))
    at = 1;
  const Kind kind = kind_of(text[at]);
  run(kind, kind == Kind::digit ? kMostDigits : text.size());
  // The last of several spaces is the next word's.
  if (kind == Kind::space && at > 1 && at < text.size() && text[at - 1] == ' ') --at;
  return at;
}

}  // namespace

std::vector<std::string_view> split_tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  while (!text.empty()) {
    const auto end = token_end(text);
    tokens.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return tokens;
}

}  // namespace judge::mock
