#include "config/secrets.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace judge {
namespace {

/// "name=secret; other=secret", or "Scheme secret": of these the name and the scheme are none.
void add_parts(std::string_view value, Redactor& redactor) {
  redactor.add(Secret(std::string(value)));
  constexpr std::string_view between = " ;,";
  for (bool first = true; !value.empty(); first = false) {
    const auto end = std::min(value.find_first_of(between), value.size());
    auto part = value.substr(0, end);
    const auto equals = part.find('=');
    const bool named = equals != std::string_view::npos && equals + 1 < part.size();
    if (named) part.remove_prefix(equals + 1);
    if (named || !first) redactor.add(Secret(std::string(part)));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

}  // namespace

bool holds_secret(std::string_view header_name) {
  constexpr std::array<std::string_view, 8> words{"auth",   "key",      "token",      "secret",
                                                  "cookie", "password", "credential", "signature"};
  return std::ranges::any_of(words, [name = lower(header_name)](std::string_view word) {
    return name.find(word) != name.npos;
  });
}

void add_secrets(const ModelConfig& model, Redactor& redactor) {
  for (const auto& key : model.api_keys) {
    redactor.add(key.value);
    redactor.add(Secret(key.aws_id));
    if (key.aws_session) redactor.add(*key.aws_session);
  }
  if (model.proxy && model.proxy->reveal().contains('@')) redactor.add(*model.proxy);
  for (const auto& [name, value] : model.headers)
    if (holds_secret(name)) add_parts(value, redactor);
}

}  // namespace judge
