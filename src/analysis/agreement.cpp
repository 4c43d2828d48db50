#include "analysis/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/agreement_alpha.hpp"
#include "analysis/agreement_labels.hpp"
#include "analysis/agreement_pair.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

using Value = Sheet::Value;

constexpr std::size_t most_pairs = 200;
constexpr std::uint64_t few = 30;

/// A pair of raters and what came of it.
struct Compared {
  const Rater* first;
  const Rater* second;
  std::string_view relation;
  PairAgreement agreement;

  bool nominal() const { return is_nominal(first->column->kind); }
};

/// People among themselves first.
std::vector<Compared> compare(const VerdictTable& table, std::span<const Rater> raters,
                              const BootstrapPlan& plan) {
  const auto clusters = line_clusters(table);
  std::vector<Compared> all;
  const auto add = [&](const Rater& first, const Rater& second, bool people) {
    const auto how = relation(first, second);
    if (!how || (*how == "people") != people || all.size() == most_pairs) return;
    all.push_back(
        {.first = &first,
         .second = &second,
         .relation = *how,
         .agreement = agreement_of(table, clusters, *first.column, *second.column, plan)});
  };
  for (const bool people : {true, false})
    for (std::size_t i = 0; i < raters.size(); ++i)
      for (std::size_t j = i + 1; j < raters.size(); ++j) add(raters[i], raters[j], people);
  return all;
}

Value value(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}
Value value(const std::optional<Estimated>& estimated) {
  return estimated ? Value(estimated->value) : Value();
}
Value error(const std::optional<Estimated>& estimated) {
  return estimated ? Value(estimated->standard_error) : Value();
}
Value interval(const std::optional<Estimated>& estimated) {
  return estimated ? Value(estimated->interval) : Value();
}
Value interval(const std::optional<Interval>& interval) {
  return interval ? Value(*interval) : Value();
}
Value count(std::uint64_t n) {
  return static_cast<std::int64_t>(n);
}

void remark(const Compared& pair, Sheet& sheet) {
  const auto& [first, second, how, agreement] = pair;
  const auto names = fmt::format("{} and {}", first->name, second->name);
  if (agreement.n == 0) {
    sheet.remarks.push_back(fmt::format("{} have rated no line in common.", names));
  } else if (!agreement.kappa && !agreement.linear && agreement.whole) {
    sheet.remarks.push_back(
        fmt::format("κ of {} has no value: both gave one and the same verdict throughout.", names));
  } else if (agreement.n < few) {
    sheet.remarks.push_back(
        fmt::format("{} have only {} in common: far too few to tell much.", names,
                    agreement.n == 1 ? "1 line" : fmt::format("{} lines", agreement.n)));
  }
  if (!agreement.whole)
    sheet.remarks.push_back(
        fmt::format("κ of {} is left out: it takes whole numbers, at most 101 of them.", names));
}

/// Which pairs' errors know of it, and which do not.
void remark_on_clusters(std::span<const Compared> pairs, Sheet& sheet) {
  bool bootstrapped = false;
  std::string taken_as_independent;
  for (const auto& pair : pairs) {
    const auto& agreement = pair.agreement;
    bootstrapped = bootstrapped || agreement.bootstrapped;
    const bool has_kappa = agreement.kappa || agreement.linear || agreement.quadratic;
    if (has_kappa && agreement.clustered && !agreement.bootstrapped)
      taken_as_independent += fmt::format("{}{} and {}", taken_as_independent.empty() ? "" : "; ",
                                          pair.first->name, pair.second->name);
  }
  if (bootstrapped)
    sheet.remarks.push_back(fmt::format(
        "Several lines are of one sample or cluster: κ's errors are by bootstrap over those{}.",
        taken_as_independent.empty() ? "" : ", but for the pairs below"));
  if (!taken_as_independent.empty())
    sheet.remarks.push_back(fmt::format(
        "Several lines are of one sample or cluster, and errors of κ take them as independent: "
        "they are too small, for {}.",
        taken_as_independent));
}

Sheet nominal_sheet(std::span<const Compared> pairs, double level) {
  Sheet sheet{.key = "agreement",
              .title = "Agreement",
              .columns = {{.key = "first", .title = "rater"},
                          {.key = "second", .title = "and"},
                          {.key = "relation", .title = "who"},
                          {.key = "n", .title = "n", .show = Show::count},
                          {.key = "equal", .title = "equal", .show = Show::rate},
                          {.key = "kappa", .title = "κ", .show = Show::score},
                          {.key = "kappa_se", .title = "SE", .show = Show::score},
                          {.key = "kappa_interval",
                           .title = fmt::format("{:g} % interval", level * 100),
                           .show = Show::score}},
              .rows = {},
              .remarks = {}};
  for (const auto& pair : pairs) {
    const auto& a = pair.agreement;
    sheet.rows.push_back({pair.first->name, pair.second->name, std::string(pair.relation),
                          count(a.n), value(a.equal), value(a.kappa), error(a.kappa),
                          interval(a.kappa)});
    remark(pair, sheet);
  }
  remark_on_clusters(pairs, sheet);
  return sheet;
}

Sheet number_sheet(std::span<const Compared> pairs, double level) {
  Sheet sheet{
      .key = "agreement_numbers",
      .title = "Agreement of scores",
      .columns = {{.key = "first", .title = "rater"},
                  {.key = "second", .title = "and"},
                  {.key = "relation", .title = "who"},
                  {.key = "n", .title = "n", .show = Show::count},
                  {.key = "equal", .title = "equal", .show = Show::rate},
                  {.key = "difference", .title = "second − first", .show = Show::difference},
                  {.key = "kappa_linear", .title = "κ linear", .show = Show::score},
                  {.key = "kappa_linear_se", .title = "SE", .show = Show::score},
                  {.key = "kappa_quadratic", .title = "κ quadratic", .show = Show::score},
                  {.key = "kappa_quadratic_se", .title = "SE", .show = Show::score},
                  {.key = "pearson", .title = "Pearson r", .show = Show::score},
                  {.key = "pearson_interval",
                   .title = fmt::format("{:g} % interval", level * 100),
                   .show = Show::score},
                  {.key = "spearman", .title = "Spearman ρ", .show = Show::score},
                  {.key = "kendall", .title = "Kendall τ-b", .show = Show::score}},
      .rows = {},
      .remarks = {}};
  for (const auto& pair : pairs) {
    const auto& a = pair.agreement;
    sheet.rows.push_back({pair.first->name, pair.second->name, std::string(pair.relation),
                          count(a.n), value(a.equal), value(a.difference), value(a.linear),
                          error(a.linear), value(a.quadratic), error(a.quadratic), value(a.pearson),
                          interval(a.pearson_interval), value(a.spearman), value(a.kendall)});
    remark(pair, sheet);
  }
  remark_on_clusters(pairs, sheet);
  return sheet;
}

/// Means over pairs of raters, each pair counting the same.
struct Mean {
  RunningMean equal, kappa, spearman;
  std::uint64_t pairs = 0;

  void add(const PairAgreement& a) {
    if (a.n == 0) return;
    ++pairs;
    if (a.equal) equal.add(*a.equal);
    if (const auto& k = a.kappa ? a.kappa : a.quadratic) kappa.add(k->value);
    if (a.spearman) spearman.add(*a.spearman);
  }
  std::vector<Value> row(std::string name) const {
    return {std::move(name), count(pairs), value(equal.mean()), value(kappa.mean()),
            value(spearman.mean())};
  }
};

Sheet beside_sheet(std::span<const Compared> pairs, std::span<const Rater> raters) {
  Sheet sheet{.key = "agreement_beside",
              .title = "Agreement with people beside people's with each other",
              .columns = {{.key = "rater", .title = "who"},
                          {.key = "pairs", .title = "pairs", .show = Show::count},
                          {.key = "equal", .title = "mean equal", .show = Show::rate},
                          {.key = "kappa", .title = "mean κ", .show = Show::score},
                          {.key = "spearman", .title = "mean ρ", .show = Show::score}},
              .rows = {},
              .remarks = {}};
  const auto people = std::ranges::count_if(raters, &Rater::human);
  if (people == 0 || people == std::ssize(raters)) return sheet;
  Mean among_people;
  for (const auto& pair : pairs)
    if (pair.relation == "people") among_people.add(pair.agreement);
  for (const auto& rater : raters) {
    if (rater.human()) continue;
    Mean with_people;
    for (const auto& pair : pairs)
      if (pair.first == &rater && pair.second->human()) with_people.add(pair.agreement);
    if (with_people.pairs > 0) sheet.rows.push_back(with_people.row(rater.name + " with people"));
  }
  if (sheet.rows.empty()) return sheet;
  if (among_people.pairs > 0)
    sheet.rows.push_back(among_people.row("people with each other"));
  else
    sheet.remarks.emplace_back(
        "One person rated these lines: how well people agree with each other is not known, and so "
        "not how well a judge can.");
  if (std::ranges::any_of(pairs, [](const Compared& pair) { return !pair.nominal(); }))
    sheet.remarks.emplace_back("κ is quadratic where verdicts are numbers.");
  return sheet;
}

}  // namespace

std::vector<Sheet> agreement_sheets(const VerdictTable& table, const AnalysisOptions& options) {
  const auto plan = bootstrap_plan(options);
  const auto raters = raters_of(table);
  const auto pairs = compare(table, raters, plan);
  std::vector<Compared> nominal, numbers;
  for (const auto& pair : pairs) (pair.nominal() ? nominal : numbers).push_back(pair);
  std::vector<Sheet> sheets;
  sheets.push_back(nominal_sheet(nominal, plan.level));
  sheets.push_back(number_sheet(numbers, plan.level));
  if (pairs.size() == most_pairs)
    sheets.back().remarks.push_back(
        fmt::format("Only the first {} pairs of raters are shown.", most_pairs));
  sheets.push_back(beside_sheet(pairs, raters));
  sheets.push_back(alpha_sheet(table, raters, plan));
  sheets.push_back(rater_labels_sheet(table, raters));
  sheets.push_back(classification_sheet(table, raters));
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.empty(); });
  return sheets;
}

}  // namespace judge
