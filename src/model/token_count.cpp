#include "model/token_count.hpp"

#include <cmath>

namespace judge {
namespace {

constexpr std::int64_t most_tokens = 1'000'000'000'000;  // sums of them must not overflow

}  // namespace

std::optional<std::int64_t> token_count(ReplyJson value) {
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) return std::nullopt;
  if (!(number >= 0) || number > most_tokens || number != std::floor(number)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> count_or_zero(ReplyJson value) {
  return value.is_null() ? 0 : token_count(value);
}

std::optional<std::int64_t> told(ReplyJson value, std::optional<std::int64_t> count) {
  return value.is_null() ? std::nullopt : count;
}

std::optional<Usage> if_possible(const Usage& usage) {
  const auto parts = usage.cached_input.value_or(0) + usage.cache_write.value_or(0);
  const bool possible = parts <= usage.input && usage.reasoning.value_or(0) <= usage.output &&
                        usage.cache_write_1h <= usage.cache_write.value_or(0);
  return possible ? std::optional(usage) : std::nullopt;
}

}  // namespace judge
