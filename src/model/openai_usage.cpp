#include "model/openai_usage.hpp"

#include <cmath>

namespace judge {
namespace {

constexpr std::int64_t most_tokens = 1'000'000'000'000;  // sums of them must not overflow

/// Of a count that must be there.
std::optional<std::int64_t> count(ReplyJson value) {
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS) return std::nullopt;
  if (!(number >= 0) || number > most_tokens || number != std::floor(number)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

/// The same where absent means 0.
std::optional<std::int64_t> count_or_zero(ReplyJson value) {
  return value.is_null() ? 0 : count(value);
}

}  // namespace

std::optional<Usage> openai_usage(ReplyJson usage) {
  const auto input = count(at(usage, "prompt_tokens"));
  const auto output = count(at(usage, "completion_tokens"));
  const auto told = at(at(usage, "prompt_tokens_details"), "cached_tokens");
  const auto cached = count_or_zero(told);
  const auto reasoning =
      count_or_zero(at(at(usage, "completion_tokens_details"), "reasoning_tokens"));
  if (!input || !output || !cached || !reasoning || *cached > *input) return std::nullopt;
  Usage known{*input, told.is_null() ? std::nullopt : cached, *output, *reasoning};
  // Some servers leave reasoning out of completion_tokens; their total tells.
  if (const auto total = count(at(usage, "total_tokens"));
      *reasoning > 0 && total == *input + *output + *reasoning)
    known.output += *reasoning;
  if (known.reasoning > known.output) return std::nullopt;
  return known;
}

}  // namespace judge
