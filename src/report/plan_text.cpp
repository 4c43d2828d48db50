#include "report/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.hpp"
#include "report/numbers.hpp"
#include "report/paint.hpp"
#include "report/plan_sentences.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_name = 40;

std::string headline(const Plan& plan, bool color) {
  auto text = fmt::format("{}: {}, {}", paint(Paint::bold, printable(plan.name), color),
                          counted(plan.samples, "sample", "samples"),
                          counted(plan.lines, "results line", "results lines"));
  if (plan.lines_done > 0) text += fmt::format(" ({} done)", show_count(plan.lines_done));
  std::uint64_t calls = 0;
  for (const auto& row : plan.calls) calls += row.calls;
  if (calls == 0) return text + ", no calls: no model is asked\n";
  if (plan.left() == 0)
    return text + fmt::format(", {}, all answered\n", counted(calls, "call", "calls"));
  return text +
         fmt::format(", {} of {} left\n", show_count(plan.left()), counted(calls, "call", "calls"));
}

/// "1.24 M".
std::string compact(double count) {
  if (count < 9'999.5) return show_count(static_cast<std::uint64_t>(std::llround(count)));
  if (count < 999'500) return fmt::format("{:.3g} k", count / 1e3);
  return count < 999.5e6 ? fmt::format("{:.3g} M", count / 1e6)
                         : fmt::format("{:.4g} G", count / 1e9);
}

template <class Show>
std::string with_range(const Estimate& estimate, Show show) {
  auto expected = show(estimate.expected);
  if (!estimate.high) return expected + " or more";
  const auto low = show(estimate.low);
  const auto high = show(*estimate.high);
  if (low == high) return expected;
  if (low == expected) return fmt::format("{} to {}", expected, high);
  return fmt::format("{} ({} to {})", expected, low, high);
}

std::string calls_table(const Plan& plan, bool color) {
  Table table({{"stage"},
               {"model"},
               {"calls", Align::right},
               {"left", Align::right},
               {"input tokens"},
               {"output tokens"},
               {"cost"}});
  for (const auto& row : plan.calls) {
    std::vector<std::string> cells{printable(row.stage, longest_name),
                                   printable(row.model, longest_name), show_count(row.calls),
                                   show_count(row.left)};
    if (row.left > 0) {
      cells.push_back(with_range(row.input_tokens, compact));
      cells.push_back(with_range(row.output_tokens, compact));
      cells.push_back(row.cost_usd ? with_range(*row.cost_usd, show_usd) : "price unknown");
    }
    table.add(std::move(cells));
  }
  return table.empty() ? "" : table.text("  ", color);
}

std::string facts(const Plan& plan) {
  Table table({{}, {}});
  if (plan.cost_usd && plan.left() > 0)
    table.add({"cost", with_range(*plan.cost_usd, show_usd) + " for the calls left"});
  if (plan.time) {
    table.add({"time", time_sentence(plan)});
    table.add({"binds", binding_sentence(plan)});
    if (const auto enough = connections_sentence(plan); !enough.empty()) table.add({"", enough});
  }
  const char* label = "limits";
  for (const auto& sentence : limit_sentences(plan))
    table.add({std::exchange(label, ""), sentence});
  return table.text("  ", false);
}

std::string grounds(const Plan& plan) {
  std::string text;
  for (const auto& sentence : ground_sentences(plan)) text += "  " + sentence + "\n";
  return text;
}

/// The role first, as one reads.
nlohmann::ordered_json in_order(const nlohmann::json& messages) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& message : messages)
    list.push_back({{"role", message["role"]}, {"content", message["content"]}});
  return list;
}

std::string request_text(const PlannedRequest& request, std::size_t number, bool color) {
  constexpr std::size_t longest_line = 2000;
  auto text =
      paint(Paint::bold,
            fmt::format("Request {}: {}, sample {}, to model {}", number, printable(request.stage),
                        printable(request.id, longest_name), printable(request.model)),
            color);
  if (!request.output_known) text += " (… stands for the output, which is not written yet)";
  text += "\n";
  const auto json =
      in_order(request.messages).dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
  for (std::string_view rest = json; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    text += "  " + printable(rest.substr(0, end), longest_line) + "\n";
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

}  // namespace

std::string plan_text(const Plan& plan, bool color) {
  auto text = headline(plan, color);
  const auto section = [&text](const std::string& more) {
    if (!more.empty()) text += "\n" + more;
  };
  section(calls_table(plan, color));
  section(facts(plan));
  section(grounds(plan));
  for (std::size_t i = 0; i < plan.first.size(); ++i)
    section(request_text(plan.first[i], i + 1, color));
  return text;
}

}  // namespace judge
