#include "base/secret.hpp"

namespace judge {

void Redactor::add(const Secret& secret) {
  constexpr std::size_t shortest = 8;
  if (secret.reveal().size() >= shortest) secrets_.push_back(secret.reveal());
}

std::string Redactor::redact(std::string text) const {
  for (const auto& secret : secrets_)
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
      text.replace(at, secret.size(), "[key]");
  return text;
}

}  // namespace judge
