#include "analysis/agreement_alpha.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "stats/krippendorff.hpp"

namespace judge {
namespace {

using Value = Sheet::Value;

// Replicates times ratings: seconds.
constexpr std::uint64_t most_work = 100'000'000;

struct Group {
  std::string name;
  std::vector<const Column*> raters;
};

std::vector<const Column*> columns_of(std::span<const Rater> raters, bool nominal, VerdictKind kind,
                                      auto&& wanted) {
  std::vector<const Column*> columns;
  for (const auto& rater : raters) {
    const bool fits = nominal ? rater.column->kind == kind : !is_nominal(rater.column->kind);
    if (fits && wanted(rater)) columns.push_back(rater.column);
  }
  return columns;
}

std::vector<Group> groups_of(std::span<const Rater> raters, VerdictKind kind) {
  const bool nominal = is_nominal(kind);
  const auto of = [&](auto&& wanted) { return columns_of(raters, nominal, kind, wanted); };
  const auto is_judge = [](const Rater& r) { return r.column->rater == Column::Rater::judge; };
  std::vector<Group> groups;
  const auto people = of([](const Rater& r) { return r.human(); });
  const auto judges = of(is_judge);
  groups.push_back({.name = "people", .raters = people});
  groups.push_back({.name = "judges", .raters = judges});
  for (const auto* judge : judges)
    groups.push_back({.name = "panel of " + judge->name, .raters = of([&](const Rater& r) {
                                                           return r.column->rater ==
                                                                      Column::Rater::call &&
                                                                  r.column->name == judge->name;
                                                         })});
  if (!people.empty() && !judges.empty())
    groups.push_back({.name = "people and judges",
                      .raters = of([&](const Rater& r) { return r.human() || is_judge(r); })});
  std::erase_if(groups, [](const Group& group) { return group.raters.size() < 2; });
  return groups;
}

RatedUnits units_of(const VerdictTable& table, const Group& group) {
  std::vector<std::vector<double>> units(table.lines.size());
  for (const auto* column : group.raters)
    for (std::size_t i = 0; i < units.size(); ++i)
      if (const auto& cell = column->cells[i]; rated(*column, cell))
        units[i].push_back(is_nominal(column->kind) ? category(*column, cell) : cell.score);
  return RatedUnits(units);
}

bool repeats(const VerdictTable& table) {
  auto clusters = line_clusters(table);
  std::ranges::sort(clusters);
  return std::ranges::adjacent_find(clusters) != clusters.end();
}

std::string_view name_of(AlphaMetric metric) {
  if (metric == AlphaMetric::nominal) return "nominal";
  return metric == AlphaMetric::ordinal ? "ordinal" : "interval";
}

void add_row(const Group& group, const RatedUnits& units, AlphaMetric metric, BootstrapPlan plan,
             Sheet& sheet) {
  const auto alpha = units.alpha(metric);
  if (!alpha) {
    sheet.remarks.push_back(
        fmt::format("α of {} has no value: {}.", group.name,
                    units.size() == 0 ? "no line has two ratings" : "all ratings are the same"));
    return;
  }
  plan.replicates =
      std::min(plan.replicates, most_work / std::max<std::uint64_t>(alpha->ratings, 1));
  const auto bootstrap = plan.replicates > 0 ? units.interval(metric, plan) : std::nullopt;
  Value interval;
  if (bootstrap) interval = bootstrap->bca.value_or(bootstrap->percentile);
  const auto count = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  sheet.rows.push_back({group.name, std::string(name_of(metric)), count(group.raters.size()),
                        count(alpha->units), count(alpha->ratings), alpha->alpha, interval});
}

}  // namespace

Sheet alpha_sheet(const VerdictTable& table, std::span<const Rater> raters,
                  const BootstrapPlan& plan) {
  Sheet sheet{.key = "alpha",
              .title = "Krippendorff's α",
              .columns = {{.key = "raters", .title = "of"},
                          {.key = "metric", .title = "metric"},
                          {.key = "count", .title = "raters", .show = Show::count},
                          {.key = "units", .title = "lines", .show = Show::count},
                          {.key = "ratings", .title = "ratings", .show = Show::count},
                          {.key = "alpha", .title = "α", .show = Show::score},
                          {.key = "interval",
                           .title = fmt::format("{:g} % interval", plan.level * 100),
                           .show = Show::score}},
              .rows = {},
              .remarks = {}};
  for (const auto kind :
       {VerdictKind::label, VerdictKind::truth, VerdictKind::preference, VerdictKind::number})
    for (const auto& group : groups_of(raters, kind)) {
      const auto units = units_of(table, group);
      if (is_nominal(kind)) {
        add_row(group, units, AlphaMetric::nominal, plan, sheet);
        continue;
      }
      add_row(group, units, AlphaMetric::ordinal, plan, sheet);
      add_row(group, units, AlphaMetric::interval, plan, sheet);
    }
  if (!sheet.rows.empty() && repeats(table))
    sheet.remarks.emplace_back(
        "Several lines are of one sample or cluster; α's interval takes them as independent and is "
        "too narrow.");
  return sheet;
}

}  // namespace judge
