#include "analysis/compare_sheets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "stats/design.hpp"

namespace judge {
namespace {

template <class T>
Sheet::Value value_of(const std::optional<T>& value) {
  if (!value) return std::monostate();
  return *value;
}

Sheet::Value count_of(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

std::string test_name(CompareTest test) {
  switch (test) {
    case CompareTest::mcnemar:
      return "McNemar";
    case CompareTest::paired_t:
      return "paired t";
    case CompareTest::sign_flip:
      return "sign flip";
    case CompareTest::none:
      break;
  }
  return "";
}

Sheet comparison_sheet(const std::vector<Comparison>& comparisons, const CompareOptions& options) {
  const bool rates = std::ranges::all_of(comparisons, &Comparison::is_rate);
  const auto score = rates ? Show::rate : Show::score;
  const auto level = fmt::format("{:.6g} % interval", 100 * options.level);
  Sheet sheet{.key = "comparison", .title = "Comparison", .columns = {}, .rows = {}, .remarks = {}};
  sheet.columns = {{"judge", "judge"},
                   {"baseline", "baseline"},
                   {"candidate", "candidate"},
                   {"n", "n", Show::count},
                   {"baseline_mean", "baseline's", score},
                   {"candidate_mean", "candidate's", score},
                   {"difference", "difference", Show::difference},
                   {"interval", level, Show::difference},
                   {"bounds", "at worst, at best", Show::difference},
                   {"p", "p", Show::p_value},
                   {"test", "test"},
                   {"p_holm", "p (Holm)", Show::p_value},
                   {"p_benjamini_hochberg", "p (BH)", Show::p_value},
                   {"p_sign_flip", "p (sign flip)", Show::p_value}};
  for (const auto& c : comparisons) {
    Sheet::Value difference, bounds, permutation;
    if (c.difference) difference = c.difference->difference.value;
    if (c.nulls() > 0) bounds = value_of(c.bounds);
    if (c.permutation) permutation = c.permutation->p;
    sheet.rows.push_back({c.judge.baseline->name, c.baseline.name, c.candidate.name, count_of(c.n),
                          value_of(c.baseline_mean), value_of(c.candidate_mean), difference,
                          value_of(c.interval()), bounds, value_of(c.p), test_name(c.test),
                          value_of(c.holm), value_of(c.benjamini_hochberg), permutation});
  }
  return sheet;
}

bool several_judges(const std::vector<Comparison>& comparisons) {
  return std::ranges::any_of(comparisons, [&](const Comparison& c) {
    return c.judge.baseline->name != comparisons.front().judge.baseline->name;
  });
}

std::string named(const Comparison& c, bool several) {
  return several ? c.judge.baseline->name + ": " : "";
}

std::vector<std::string> verdicts_in_words(const std::vector<Comparison>& comparisons,
                                           const CompareOptions& options) {
  std::vector<std::string> remarks;
  const bool several = several_judges(comparisons);
  for (const auto& c : comparisons) {
    remarks.push_back(named(c, several) + verdict_sentence(c, options));
    remarks.insert(remarks.end(), c.doubts.begin(), c.doubts.end());
  }
  for (const auto& c : comparisons) {
    if (!c.clustered) continue;
    auto text = fmt::format(
        "The {} lines are of {} samples or clusters; those of one are not "
        "taken for independent.",
        show_count(c.n), show_count(c.clusters));
    if (std::ranges::find(remarks, text) == remarks.end()) remarks.push_back(std::move(text));
  }
  return remarks;
}

Sheet power_sheet(const std::vector<Comparison>& comparisons, const CompareOptions& options) {
  Sheet sheet{
      .key = "power", .title = "Effect and power", .columns = {}, .rows = {}, .remarks = {}};
  sheet.columns = {
      {"judge", "judge"},
      {"candidate", "candidate"},
      {"n", "n", Show::count},
      {"effect", "effect (d_z)", Show::difference},
      {"only_baseline", "only baseline", Show::count},
      {"only_candidate", "only candidate", Show::count},
      {"odds", "odds", Show::score},
      {"detectable", fmt::format("seen with {:.6g} %", 100 * options.power), Show::score},
      {"lines_needed", "lines for this one", Show::count}};
  for (const auto& c : comparisons) {
    Sheet::Value only_baseline, only_candidate, odds, needed;
    if (c.lines_needed) needed = count_of(*c.lines_needed);
    if (c.discordant) {
      only_baseline = count_of(c.discordant->only_first);
      only_candidate = count_of(c.discordant->only_second);
      if (c.discordant->only_first > 0)
        odds = static_cast<double>(c.discordant->only_second) /
               static_cast<double>(c.discordant->only_first);
    }
    sheet.rows.push_back({c.judge.baseline->name, c.candidate.name, count_of(c.n),
                          value_of(c.effect), only_baseline, only_candidate, odds,
                          value_of(c.detectable), needed});
  }
  return sheet;
}

/// Of as many lines as there are, and of fewer and more like them.
Sheet power_table(const std::vector<Comparison>& comparisons, const CompareOptions& options) {
  Sheet sheet{.key = "power_table",
              .title = "What fewer or more lines could see",
              .columns = {},
              .rows = {},
              .remarks = {}};
  sheet.columns = {{"judge", "judge"},
                   {"candidate", "candidate"},
                   {"lines", "lines", Show::count},
                   {"detectable_80", "seen with 80 %", Show::score},
                   {"detectable_90", "seen with 90 %", Show::score},
                   {"power", "chance to see this one", Show::rate}};
  const double alpha = 1 - options.level;
  for (const auto& c : comparisons) {
    if (!c.difference) continue;
    const double value = c.difference->difference.value, variance = c.line_variance();
    for (const double times : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0}) {
      const auto n = static_cast<std::uint64_t>(std::llround(static_cast<double>(c.n) * times));
      sheet.rows.push_back({c.judge.baseline->name, c.candidate.name, count_of(n),
                            value_of(detectable_difference(n, variance, alpha, 0.8)),
                            value_of(detectable_difference(n, variance, alpha, 0.9)),
                            value_of(power_to_detect(value, n, variance, alpha))});
    }
  }
  return sheet;
}

Sheet nulls_sheet(const std::vector<Comparison>& comparisons) {
  Sheet sheet{.key = "nulls", .title = "Nulls", .columns = {}, .rows = {}, .remarks = {}};
  sheet.columns = {{"judge", "judge"},
                   {"candidate", "compared with"},
                   {"side", "null in"},
                   {"reason", "reason"},
                   {"lines", "lines", Show::count}};
  for (const auto& c : comparisons) {
    const auto add = [&](const std::string& side, const auto& nulls) {
      for (const auto& [reason, count] : nulls)
        sheet.rows.push_back(
            {c.judge.baseline->name, c.candidate.name, side, reason, count_of(count)});
    };
    add(c.baseline.name, c.baseline_nulls);
    add(c.candidate.name, c.candidate_nulls);
    if (auto remark = null_sentence(c); !remark.empty())
      sheet.remarks.push_back(named(c, several_judges(comparisons)) + std::move(remark));
  }
  return sheet;
}

Sheet::Value verdict_of(const Cell& cell, const VerdictTable& table) {
  if (cell.label != no_name) return table.labels[cell.label];
  return fmt::format("{:.6g}", cell.score);
}

Sheet flips_sheet(const std::vector<Comparison>& comparisons) {
  Sheet sheet{.key = "flips", .title = "Flips", .columns = {}, .rows = {}, .remarks = {}};
  sheet.columns = {{"judge", "judge"},
                   {"candidate", "candidate"},
                   {"id", "id"},
                   {"epoch", "epoch", Show::count},
                   {"model", "model"},
                   {"baseline_verdict", "baseline's"},
                   {"candidate_verdict", "candidate's"},
                   {"difference", "difference", Show::difference}};
  for (const auto& c : comparisons) {
    const auto& before = *c.baseline.table;
    const auto& after = *c.candidate.table;
    const bool by_model = c.baseline.models.size() > 1;
    for (const auto& [line, difference] : c.flips) {
      const auto& place = before.lines[line.baseline];
      sheet.rows.push_back(
          {c.judge.baseline->name, c.candidate.name, before.ids[place.id], count_of(place.epoch),
           by_model ? before.models[place.model] : std::string(),
           verdict_of(c.judge.baseline->cells[line.baseline], before),
           verdict_of(c.judge.candidate->cells[line.candidate], after), difference});
    }
    sheet.remarks.push_back(
        fmt::format("{} of {} verdicts by {} differ between {} and {}; {} of them are listed.",
                    show_count(c.differing), show_count(c.n), c.judge.baseline->name,
                    c.baseline.name, c.candidate.name, show_count(c.flips.size())));
  }
  return sheet;
}

}  // namespace

std::vector<Sheet> compare_sheets(const std::vector<Comparison>& comparisons,
                                  const CompareOptions& options) {
  std::vector<Sheet> sheets;
  if (comparisons.empty()) return sheets;
  sheets.push_back(comparison_sheet(comparisons, options));
  sheets.back().remarks = verdicts_in_words(comparisons, options);
  sheets.push_back(power_sheet(comparisons, options));
  if (options.power_table) sheets.push_back(power_table(comparisons, options));
  sheets.push_back(nulls_sheet(comparisons));
  if (options.flips > 0) sheets.push_back(flips_sheet(comparisons));
  return sheets;
}

}  // namespace judge
