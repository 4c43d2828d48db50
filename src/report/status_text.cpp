#include "report/status_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "report/numbers.hpp"
#include "report/sections.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

std::string counts(const Tally& tally, bool color) {
  Table table({{}, {"", Align::right}, {"", Align::right}});
  const auto add = [&](const char* word, std::uint64_t count) {
    const auto share = static_cast<double>(count) / static_cast<double>(tally.total);
    table.add({word, show_count(count), tally.total > 0 ? show_rate(share) : ""});
  };
  add("scored", tally.scored);
  add("unscored", tally.unscored);
  add("failed", tally.failed);
  add("pending", tally.pending());
  return table.text("  ", color);
}

std::string facts(const Summary& summary, std::uint64_t replies, std::uint64_t bytes,
                  bool results_exist) {
  constexpr std::size_t longest_path = 1000;
  Table table({{}, {}});
  if (asked_a_model(summary)) add_usage(table, summary.tally);
  table.add({"store", replies == 0 ? "empty"
                                   : fmt::format("{}, {}", counted(replies, "answer", "answers"),
                                                 show_bytes(bytes))});
  table.add({"results", printable(summary.output.string(), longest_path) +
                            (results_exist ? "" : " (not there yet)")});
  return table.text("  ", false);
}

}  // namespace

std::string status_text(const Summary& summary, bool color, std::uint64_t store_replies,
                        std::uint64_t store_bytes, bool results_exist) {
  auto text = headline(summary, color) + "\n" + counts(summary.tally, color);
  if (const auto nulls = nulls_text(summary.tally, color); !nulls.empty()) text += "\n" + nulls;
  text += "\n" + facts(summary, store_replies, store_bytes, results_exist);
  if (summary.reached) text += "\n" + reached_text(summary);
  if (const auto next = next_steps(summary); !next.empty()) text += "\n" + next;
  return text;
}

}  // namespace judge
