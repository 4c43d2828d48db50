// What an input of bytes stands for: corpora are to be read and written by people.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "net/transport.hpp"

namespace judge::test {

/// What stands between lines of "---"; the last part takes the rest. Absent ones are empty.
template <std::size_t count>
std::array<std::string_view, count> parts(std::string_view input) {
  constexpr std::string_view between = "\n---\n";
  std::array<std::string_view, count> parts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto end = i + 1 < count ? input.find(between) : std::string_view::npos;
    parts.at(i) = input.substr(0, end);
    input.remove_prefix(end == std::string_view::npos ? input.size() : end + between.size());
  }
  return parts;
}

/// "STATUS", lines of "name: value", an empty line, the body. A status that is none is 200.
inline HttpReply reply_of(std::string_view input) {
  const auto line = [&input] {
    const auto end = input.find('\n');
    const auto text = input.substr(0, end);
    input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
    return text;
  };
  HttpReply reply;
  const auto status = line();
  for (const char c : status.substr(0, 3))
    if (c >= '0' && c <= '9') reply.status = reply.status * 10 + (c - '0');
  if (reply.status < 100) reply.status = 200;
  for (auto text = line(); !text.empty(); text = line()) {
    const auto colon = text.find(':');
    const auto value = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    reply.headers.emplace_back(lower(text.substr(0, colon)), trim(value));
  }
  reply.body = input;
  return reply;
}

/// Whether a terminal may be given it: lines of printable text.
inline bool fit_for_screen(std::string_view message) {
  while (true) {
    const auto end = message.find('\n');
    const auto text = message.substr(0, end);
    if (printable(text, text.size() + 1) != text) return false;
    if (end == std::string_view::npos) return true;
    message.remove_prefix(end + 1);
  }
}

}  // namespace judge::test
