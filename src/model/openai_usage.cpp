#include "model/openai_usage.hpp"

#include "model/token_count.hpp"

namespace judge {

std::optional<Usage> openai_usage(ReplyJson usage) {
  const auto input = token_count(at(usage, "prompt_tokens"));
  const auto output = token_count(at(usage, "completion_tokens"));
  const auto of_input = at(usage, "prompt_tokens_details");
  const auto cached_told = at(of_input, "cached_tokens");
  const auto written_told = at(of_input, "cache_write_tokens");
  const auto reasoning_told = at(at(usage, "completion_tokens_details"), "reasoning_tokens");
  const auto cached = count_or_zero(cached_told);
  const auto written = count_or_zero(written_told);
  const auto reasoning = count_or_zero(reasoning_told);
  if (!input || !output || !cached || !written || !reasoning) return std::nullopt;
  Usage known{.input = *input,
              .cached_input = told(cached_told, cached),
              .output = *output,
              .reasoning = told(reasoning_told, reasoning),
              .cache_write = told(written_told, written)};
  // Some servers leave reasoning out of completion_tokens; their total tells.
  if (const auto total = token_count(at(usage, "total_tokens"));
      *reasoning > 0 && total == *input + *output + *reasoning)
    known.output += *reasoning;
  return if_possible(known);
}

}  // namespace judge
