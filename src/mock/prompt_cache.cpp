#include "mock/prompt_cache.hpp"

#include <utility>

#include "base/hash.hpp"

namespace judge::mock {
namespace {

constexpr std::size_t bytes_a_token = 4;
constexpr std::size_t least_tokens = 1024;
constexpr std::size_t step_tokens = 128;
constexpr std::size_t most_recent = std::size_t{1} << 19;

/// Of so many prefixes the longest.
std::uint64_t longest(std::size_t count) {
  return count == 0 ? 0 : least_tokens + (count - 1) * step_tokens;
}

}  // namespace

PromptCache::Prefixes PromptCache::prefixes_of(std::string_view model, std::string_view prompt) {
  Prefixes prefixes;
  auto before = short_digest(sha256(model));
  for (auto part = least_tokens * bytes_a_token; prompt.size() >= part;
       part = step_tokens * bytes_a_token) {
    before = short_digest(Hasher().add(before).add(prompt.substr(0, part)).finish());
    prefixes.push_back(before);
    prompt.remove_prefix(part);
  }
  return prefixes;
}

std::uint64_t PromptCache::tokens_in(const Prefixes& prefixes) {
  return longest(prefixes.size());
}

std::uint64_t PromptCache::cached_tokens(const Prefixes& prefixes, Time now) {
  turn_over(now);
  for (auto count = prefixes.size(); count > 0; --count)
    if (const auto prefix = prefixes[count - 1];
        recent_.contains(prefix) || older_.contains(prefix))
      return longest(count);
  return 0;
}

void PromptCache::keep(const Prefixes& prefixes, Time now) {
  turn_over(now);
  recent_.insert(prefixes.begin(), prefixes.end());
}

void PromptCache::turn_over(Time now) {
  const bool full = recent_.size() > most_recent;
  if (now - turned_ < kept_ && !full) return;
  older_ = now - turned_ < 2 * kept_ ? std::exchange(recent_, {}) : decltype(recent_)();
  recent_.clear();
  turned_ = now;
}

}  // namespace judge::mock
