#pragma once

#include <netinet/in.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

// What the bare client and the lean server of the benchmark share: just enough HTTP/1.1 for each
// other, for nginx and for the clients that are measured.
namespace judge::bench {

/// Ends the program if a system call failed.
inline int check(int result, const char* call) {
  if (result >= 0) return result;
  std::perror(call);
  std::exit(1);
}

inline std::string contents(const char* file) {
  std::ifstream stream(file, std::ios::binary);
  if (stream) return {std::istreambuf_iterator<char>(stream), {}};
  std::perror(file);
  std::exit(1);
}

inline sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// The bytes of the message that `text` starts with, by its Content-Length; nullopt while it is
/// not all there.
inline std::optional<std::size_t> whole_message(std::string_view text) {
  const auto head = text.find("\r\n\r\n");
  if (head == text.npos) return std::nullopt;
  std::size_t body = 0;
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const auto at = text.substr(0, head).find(name);
    if (at == text.npos) continue;
    const auto* digits = text.data() + at + name.size();
    std::from_chars(digits, text.data() + head, body);
  }
  const auto size = head + 4 + body;
  return size <= text.size() ? std::optional(size) : std::nullopt;
}

}  // namespace judge::bench
