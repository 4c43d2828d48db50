#include "model/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace judge {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (unreserved.find(c) != unreserved.npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string url_with(std::string url, const std::map<std::string, std::string>& query) {
  char before = '?';
  for (const auto& [name, value] : query) {
    url += before + percent_encoded(name) + "=" + percent_encoded(value);
    before = '&';
  }
  return url;
}

}  // namespace judge
