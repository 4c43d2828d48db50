// A model's address: a URL, or a socket.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65535;
}

bool is_host(std::string_view authority) {
  const auto bracket = authority.rfind(']');  // [::1]:8080
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return !authority.empty();
  return colon > 0 && is_port(authority.substr(colon + 1));
}

// What is wrong with it; the address itself is not shown, it may hold a password.
std::string_view fault_of_url(std::string_view url) {
  const bool secure = starts_with_ignoring_case(url, "https://");
  if (!secure && !starts_with_ignoring_case(url, "http://")) {
    return "must begin with http:// or https://";
  }
  url.remove_prefix(secure ? 8 : 7);
  const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  if (std::ranges::any_of(url, [](unsigned char c) { return c <= 0x20 || c >= 0x7f; })) {
    return "contains a space, a control character or a character beyond ASCII";
  }
  if (authority.find('@') != std::string_view::npos) {
    return "contains a user name or password: use api_keys or headers";
  }
  if (!is_host(authority)) return "has no valid host and port";
  if (url.find_first_of("?#") != std::string_view::npos) return "must end before any ? or #";
  if (url.ends_with("/chat/completions")) return "must end before /chat/completions";
  if (url.ends_with("/messages")) return "must end before /messages";
  if (url.ends_with("/responses")) return "must end before /responses";
  return {};
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = static_cast<unsigned char>(text[i]);
    if (text[i] == '%') {
      const auto digits = text.substr(i + 1, 2);
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
      if (error != std::errc() || end != digits.data() + 2) return std::nullopt;
      i += 2;
    }
    out += static_cast<char>(value);
  }
  return out;
}

struct SocketUrl {
  std::string socket;
  std::string path;  // of the URL; "" = not said
};

// "unix:/run/x.sock:/v1" as nginx writes it, "http+unix://%2Frun%2Fx.sock/v1" as others do.
std::optional<SocketUrl> socket_url(std::string_view text) {
  constexpr std::string_view encoded = "http+unix://";
  if (starts_with_ignoring_case(text, encoded)) {
    text.remove_prefix(encoded.size());
    const auto socket = percent_decoded(text.substr(0, text.find('/')));
    const auto slash = std::min(text.size(), text.find('/'));
    return SocketUrl{socket.value_or(""), std::string(text.substr(slash))};
  }
  if (!starts_with_ignoring_case(text, "unix:")) return std::nullopt;
  text.remove_prefix(5);
  if (text.starts_with("//")) text.remove_prefix(2);
  const auto colon = std::min(text.size(), text.find(":/", 1));
  const auto path = colon < text.size() ? text.substr(colon + 1) : std::string_view();
  return SocketUrl{std::string(text.substr(0, colon)), std::string(path)};
}

bool use_socket(Section& section, ModelConfig& model, const SocketUrl& url) {
  constexpr std::size_t longest = 107;  // of sockaddr_un
  if (!url.socket.empty()) model.unix_socket = section.reading().resolve(url.socket).string();
  if (model.unix_socket.empty() || model.unix_socket.size() > longest ||
      has_control_character(model.unix_socket)) {
    section.reading().problem(
        section.entry("base_url"),
        fmt::format("names no socket, or one with a path of more than {} bytes: write "
                    "\"unix:/run/server.sock:/v1\"",
                    longest));
    return false;
  }
  model.base_url = "http://localhost" + (url.path.empty() ? "/v1" : url.path);
  return true;
}

}  // namespace

bool read_base_url(Section& section, ModelConfig& model) {
  auto url = section.string("base_url");
  if (!url) return false;
  while (url->ends_with('/')) url->pop_back();
  if (const auto socket = socket_url(*url)) return use_socket(section, model, *socket);
  const std::string_view fault = fault_of_url(*url);
  if (fault.empty()) model.base_url = *url;
  if (!fault.empty()) section.reading().problem(section.entry("base_url"), std::string(fault));
  return fault.empty();
}

}  // namespace judge
