#include "report/summary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <initializer_list>

#include "base/text.hpp"
#include "report/metrics_table.hpp"
#include "report/numbers.hpp"
#include "report/paint.hpp"
#include "report/sections.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_line = 1000;

std::string time_text(const Summary& summary) {
  const auto fresh = summary.tally.done() - std::min(summary.tally.done(), summary.effort.resumed);
  auto text = show_duration(summary.elapsed);
  const auto seconds = std::chrono::duration<double>(summary.elapsed).count();
  if (fresh > 0 && seconds > 0)
    text += fmt::format(", {}/s", show_score(static_cast<double>(fresh) / seconds));
  return text;
}

std::string attempts_text(const Effort& effort) {
  auto text = fmt::format("{}, {}", counted(effort.attempts, "attempt", "attempts"),
                          counted(effort.retries, "retry", "retries"));
  if (effort.rate_limited > 0) text += fmt::format(", {} × 429", show_count(effort.rate_limited));
  if (effort.hedges > 0)
    text += fmt::format(", {} ({} answered first)",
                        counted(effort.hedges, "second attempt", "second attempts"),
                        show_count(effort.hedges_won));
  if (effort.peak_in_flight > 0)
    text += fmt::format(", {} in flight at most", show_count(effort.peak_in_flight));
  return text;
}

std::string reused_text(const Effort& effort) {
  std::string text;
  if (effort.reused > 0) text = counted(effort.reused, "answer", "answers") + " from the store";
  if (effort.resumed > 0)
    text +=
        (text.empty() ? "" : ", ") + counted(effort.resumed, "result", "results") + " found done";
  return text;
}

std::string facts(const Summary& summary) {
  Table table({{}, {}});
  if (asked_a_model(summary)) {
    add_usage(table, summary.tally);
    table.add({"sent", attempts_text(summary.effort)});
  }
  for (const auto& key : summary.dead_keys) table.add({"key", key});
  if (const auto reused = reused_text(summary.effort); !reused.empty())
    table.add({"reused", reused});
  table.add({"time", time_text(summary)});
  table.add({"results", printable(summary.output.string(), longest_line)});
  return table.text("  ", false);
}

std::string signal_name(int signal) {
  return signal == SIGINT ? "SIGINT" : signal == SIGTERM ? "SIGTERM" : fmt::format("{}", signal);
}

std::string why_stopped(const Summary& summary, bool color) {
  std::string text;
  const auto add = [&](std::string_view line) { text += paint(Paint::yellow, line, color) + "\n"; };
  if (summary.signal != 0) add(fmt::format("Interrupted by {}.", signal_name(summary.signal)));
  if (summary.reached) add(trim(reached_text(summary)));
  if (!summary.stopped) return text;
  // A message is whole lines; what it quotes may be anything.
  std::string_view rest = trim(summary.stopped->message);
  for (std::string_view before = "Stopped early: "; !rest.empty(); before = "  ") {
    const auto end = std::min(rest.find('\n'), rest.size());
    add(fmt::format("{}{}", before, printable(rest.substr(0, end), longest_line)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

// Sections with an empty line between those that say something.
std::string joined(std::initializer_list<std::string> sections) {
  std::string text;
  for (const auto& section : sections)
    if (!section.empty()) text += (text.empty() ? "" : "\n") + section;
  return text;
}

}  // namespace

std::string summary_text(const Summary& summary, bool color) {
  return headline(summary, color) + "\n" +
         joined({metrics_text(summary.tally.metrics, color), nulls_text(summary.tally, color),
                 facts(summary), why_stopped(summary, color) + next_steps(summary)});
}

}  // namespace judge
