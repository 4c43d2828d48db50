#include "mock/routes.hpp"

#include <charconv>

namespace judge::mock {
namespace {

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

/// What stands between `before`, anywhere, and `after`, at the end.
std::optional<std::string> between(std::string_view path, std::string_view before,
                                   std::string_view after) {
  const auto at = path.find(before);
  if (at == std::string_view::npos || !path.ends_with(after)) return std::nullopt;
  const auto begin = at + before.size();
  if (path.size() <= begin + after.size()) return std::nullopt;
  return percent_decoded(path.substr(begin, path.size() - after.size() - begin));
}

}  // namespace

std::optional<Route> find_route(std::string_view path) {
  if (auto deployment = between(path, "/openai/deployments/", "/chat/completions"))
    return Route{&azure(), std::move(*deployment)};
  if (auto model = between(path, "/models/", ":generateContent"))
    return Route{&gemini(), std::move(*model)};
  if (auto model = between(path, "/model/", "/converse"))
    return Route{&bedrock(), std::move(*model)};
  if (path.ends_with("/chat/completions")) return Route{&openai_chat()};
  if (path.ends_with("/responses")) return Route{&openai_responses()};
  if (path.ends_with("/messages")) return Route{&anthropic()};
  return std::nullopt;
}

}  // namespace judge::mock
