#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace judge::mock {

/// A provider's prompt cache, as OpenAI describes its own: of a prompt, prefixes of 1,024 tokens
/// and more are kept in steps of 128, until nobody has used them for some time. A token is four
/// bytes. Memory is bounded: of more than a million prefixes the older ones go.
class PromptCache {
 public:
  /// A prefix is kept for `kept` to twice that after its last use.
  explicit PromptCache(Duration kept) : kept_(kept) {}

  /// By hash: a prompt's first 1,024 tokens, its first 1,152, and so on.
  using Prefixes = std::vector<std::uint64_t>;
  /// Equal only for the same model.
  static Prefixes prefixes_of(std::string_view model, std::string_view prompt);

  /// Of a prompt's longest prefix: as many tokens as keep() keeps.
  static std::uint64_t tokens_in(const Prefixes& prefixes);
  /// Of the longest prefix that is kept; 0 where there is none.
  std::uint64_t cached_tokens(const Prefixes& prefixes, Time now);
  void keep(const Prefixes& prefixes, Time now);

 private:
  void turn_over(Time now);

  // What was used since recent_ began, and in the time before.
  boost::unordered_flat_set<std::uint64_t> recent_, older_;
  Time turned_{};
  Duration kept_;
};

}  // namespace judge::mock
