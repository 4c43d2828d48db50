#include "report/sections.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "report/counts.hpp"
#include "report/numbers.hpp"
#include "report/paint.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_reason = 70;
constexpr std::size_t most_reasons = 10;

// "unscored  27  no score found": the word once, then a line a reason.
void add_reasons(Table& table, std::string word, const Counts& by_reason) {
  const auto reasons = by_frequency(by_reason);
  std::uint64_t others = 0;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (i >= most_reasons) {
      others += reasons[i].second;
      continue;
    }
    table.add({std::move(word), show_count(reasons[i].second),
               printable(reasons[i].first, longest_reason)});
    word.clear();
  }
  if (others > 0)
    table.add({"", show_count(others),
               fmt::format("of {} other kinds", show_count(reasons.size() - most_reasons))});
}

}  // namespace

std::string headline(const Summary& summary, bool color) {
  const auto& tally = summary.tally;
  auto text = paint(Paint::bold, printable(summary.name, longest_reason), color) + ": ";
  if (tally.total == 0) return text + "the dataset has no samples\n";
  const auto scored =
      tally.scored == tally.total
          ? fmt::format("all {} scored", show_count(tally.total))
          : fmt::format("{} of {} scored", show_count(tally.scored), show_count(tally.total));
  text += paint(Paint::green, scored, color);
  const auto add = [&](std::uint64_t count, std::string_view word, Paint how) {
    if (count == 0) return;
    text += ", " + paint(how, fmt::format("{} {}", show_count(count), word), color);
  };
  add(tally.unscored, "unscored", Paint::yellow);
  add(tally.failed, "failed", Paint::red);
  add(tally.pending(), "pending", Paint::bold);
  return text + "\n";
}

std::string nulls_text(const Tally& tally, bool color) {
  Table table({{}, {"", Align::right}, {}});
  add_reasons(table, "unscored", tally.unscored_by_reason);
  add_reasons(table, "failed", tally.failed_by_code);
  return table.text("  ", color);
}

std::string show_tokens(const Tally& tally) {
  if (tally.unknown_usage > 0 && tally.input_tokens == 0 && tally.output_tokens == 0)
    return fmt::format("unknown (the server did not say for {})",
                       counted(tally.unknown_usage, "answer", "answers"));
  const auto count = [](std::int64_t n) { return show_count(static_cast<std::uint64_t>(n)); };
  std::string cached;
  if (const auto tokens = tally.cached_input_tokens.value_or(0); tokens > 0)
    cached = fmt::format(
        " (of them {} cached, {})", count(tokens),
        show_rate(static_cast<double>(tokens) / static_cast<double>(tally.input_tokens)));
  auto text =
      fmt::format("{} in{}, {} out", count(tally.input_tokens), cached, count(tally.output_tokens));
  if (tally.unknown_usage > 0)
    text += fmt::format(" (unknown for {})", counted(tally.unknown_usage, "answer", "answers"));
  return text;
}

std::string show_cost(const Tally& tally) {
  const auto unpriced =
      fmt::format("({} no known price)", counted(tally.unknown_cost, "answer has", "answers have"));
  std::string text = show_usd(tally.cost_usd);
  if (tally.unknown_cost > 0)
    text = tally.cost_usd > 0 ? fmt::format("at least {} {}", text, unpriced)
                              : fmt::format("unknown {}", unpriced);
  return text;
}

bool asked_a_model(const Summary& summary) {
  const auto& tally = summary.tally;
  return summary.effort.attempts > 0 || tally.input_tokens > 0 || tally.output_tokens > 0 ||
         tally.unknown_usage > 0 || tally.unknown_cost > 0 || tally.possibly_billed > 0 ||
         tally.cost_usd > 0;
}

// Who reads a mean has to know that not one model alone judged.
void add_fallbacks(Table& facts, const Tally& tally) {
  std::string word = "fallback";
  for (const auto& [models, count] : tally.stood_in) {
    const auto& [asked, answered] = models;
    facts.add({std::exchange(word, ""),
               fmt::format("{} came from {} instead of {}", counted(count, "answer", "answers"),
                           printable(answered, longest_reason), printable(asked, longest_reason))});
  }
}

void add_usage(Table& facts, const Tally& tally) {
  facts.add({"tokens", show_tokens(tally)});
  facts.add({"cost", show_cost(tally)});
  if (tally.possibly_billed > 0)
    facts.add(
        {"", "possibly billed attempts without an answer: " + show_count(tally.possibly_billed)});
  add_fallbacks(facts, tally);
}

std::string reached_text(const Summary& summary) {
  constexpr std::size_t longest_line = 1000;
  return summary.reached ? fmt::format("The run {}.\n", printable(*summary.reached, longest_line))
                         : "";
}

std::string next_steps(const Summary& summary) {
  const auto& tally = summary.tally;
  const auto config = shell_word(summary.config.string());
  std::string text;
  if (tally.pending() > 0 && !summary.reached)
    text += fmt::format("{} left. Run the same command again to go on{}:\n  judge run {}\n",
                        counted(tally.pending(), "is", "are"),
                        tally.failed > 0 ? "; failed samples are tried again too" : "", config);
  else if (tally.failed > 0)
    text += fmt::format("Failed samples are tried again by running it again:\n  judge run {}\n",
                        config);
  if (tally.unscored > 0)
    text += fmt::format(
        "Unscored samples stay as they are, their answers being stored. To ask the judge again\n"
        "for them{}, and pay again:\n  judge run --retry-failed {}\n",
        tally.failed > 0 ? " and for the failed ones" : "", config);
  return text;
}

std::string shell_word(const std::string& path) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=,-";
  constexpr std::size_t longest_path = 4096;
  if (!path.empty() && path.find_first_not_of(plain) == std::string::npos) return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return printable(quoted + "'", longest_path);
}

}  // namespace judge
