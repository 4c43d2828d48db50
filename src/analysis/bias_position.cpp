// Position bias: each call says who won, a or b, and which of them was shown first.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/bias.hpp"
#include "analysis/metrics_rows.hpp"

namespace judge {
namespace {

/// The two orders in which one model, in one vote, was shown the pairs.
struct Orders {
  const Column* straight = nullptr;  // a first
  const Column* swapped = nullptr;   // b first
};

std::vector<Orders> orders_of(const VerdictTable& table) {
  std::vector<Orders> found;
  for (const auto* column : columns_of(table, Column::Rater::call)) {
    if (column->kind != VerdictKind::preference || !column->criterion.empty()) continue;
    const auto same = [&](const Orders& orders) {
      const auto& other = orders.straight ? *orders.straight : *orders.swapped;
      return other.name == column->name && other.model == column->model &&
             other.vote == column->vote;
    };
    auto known = std::ranges::find_if(found, same);
    if (known == found.end()) known = found.insert(found.end(), Orders());
    (column->swapped ? known->swapped : known->straight) = column;
  }
  return found;
}

/// 1 where both orders say the same, else 0; of lines that have both.
Values consistency(const Orders& orders, const Slice& part, Clusters& clusters) {
  Values values;
  for (const auto line : part.lines) {
    if (!orders.straight || !orders.swapped) break;
    const auto &straight = orders.straight->cells[line], &swapped = orders.swapped->cells[line];
    if (straight.scored() && swapped.scored())
      clusters.add(values, line, straight.score == swapped.score ? 1 : 0);
  }
  clusters.finish(values);
  return values;
}

/// 1 where what was shown first won, 0 where the second did; ties are left out.
Values first_wins(const Orders& orders, const Slice& part, Clusters& clusters) {
  Values values;
  const auto add = [&](const Column* column, std::uint32_t line) {
    if (column == nullptr || !column->cells[line].scored()) return;
    const auto score = column->cells[line].score;
    if (score == 0.5) return;
    clusters.add(values, line, (score > 0.5) != column->swapped ? 1 : 0);
  };
  for (const auto line : part.lines) {
    add(orders.straight, line);
    add(orders.swapped, line);
  }
  clusters.finish(values);
  return values;
}

void add_row(const VerdictTable& table, const Orders& orders, const Slice& part, Clusters& clusters,
             const AnalysisOptions& options, Sheet& sheet) {
  const auto& column = orders.straight ? *orders.straight : *orders.swapped;
  const Interval range{0, 1};
  const auto both = consistency(orders, part, clusters);
  const auto decided = first_wins(orders, part, clusters);
  const auto same = estimate_mean(both, true, range, options);
  const auto first = estimate_mean(decided, true, range, options);
  auto row = row_of(table, column, part);
  row.insert(row.end(),
             {value_of(std::string_view(column.model)),
              column.vote > 0 ? count_of(column.vote) : Sheet::Value(),
              count_of(both.scores.size()), value_of(same.mean), value_of(same.interval),
              count_of(decided.scores.size()), value_of(first.mean), value_of(first.interval)});
  sheet.rows.push_back(std::move(row));
  if (both.scores.empty())
    remark_once(sheet, fmt::format("{}: no pair was judged in both orders, so nothing tells how "
                                   "consistent it is.",
                                   column.name));
}

}  // namespace

Sheet position_sheet(const VerdictTable& table, const AnalysisOptions& options) {
  const auto title = interval_title(options);
  Sheet sheet{.key = "position",
              .title = "Position bias",
              .columns = row_columns({{"judge_model", "by model"},
                                      {"vote", "vote", Show::count},
                                      {"pairs", "in both orders", Show::count},
                                      {"consistent", "consistent", Show::rate},
                                      {"consistent_interval", title, Show::rate},
                                      {"decided", "calls decided", Show::count},
                                      {"first_wins", "first wins", Show::rate},
                                      {"first_wins_interval", title, Show::rate}}),
              .rows = {},
              .remarks = {}};
  const auto orders = orders_of(table);
  const auto parts = slices_and_whole(table);
  Clusters clusters(table);
  for (const auto& each : orders)
    for (const auto& part : parts) add_row(table, each, part, clusters, options, sheet);
  if (orders.empty() &&
      std::ranges::any_of(columns_of(table, Column::Rater::judge), [](const Column* column) {
        return column->kind == VerdictKind::preference;
      }))
    sheet.remarks.emplace_back(
        "Every pair was shown in one order only: position bias cannot be told (swap = \"both\").");
  return sheet;
}

}  // namespace judge
