#include "analysis/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/agreement_raters.hpp"
#include "stats/difference.hpp"
#include "stats/prediction_powered.hpp"

namespace judge {
namespace {

using Value = Sheet::Value;

/// By line: what a person said, or several on average; NaN for nothing.
struct Person {
  std::string name;
  std::vector<double> scores;
};

/// The samples of one model: a mean over the lines of each where both rated, and where only the
/// judge did.
struct Labels {
  std::vector<double> human, judge;  // of the same sample
  RunningMean others;                // the judge's, of samples without a person's
};

struct Sums {
  RunningMean human, judge, judge_only;
};

/// What is needed of a table again and again.
struct Lines {
  explicit Lines(const VerdictTable& table)
      : clusters(line_clusters(table)), of_model(table.models.size()) {
    for (std::uint32_t i = 0; i < table.lines.size(); ++i)
      of_model[table.lines[i].model].push_back(i);
  }
  std::vector<std::uint32_t> clusters;
  std::vector<std::vector<std::uint32_t>> of_model;
};

Labels labels_of(const Lines& lines, const Column& judge, const Person& person,
                 std::uint32_t model) {
  std::map<std::uint32_t, Sums> samples;
  for (const auto i : lines.of_model[model]) {
    if (!judge.cells[i].scored()) continue;
    auto& sums = samples[lines.clusters[i]];
    if (std::isnan(person.scores[i])) {
      sums.judge_only.add(judge.cells[i].score);
    } else {
      sums.human.add(person.scores[i]);
      sums.judge.add(judge.cells[i].score);
    }
  }
  Labels labels;
  for (const auto& [cluster, sums] : samples) {
    if (const auto human = sums.human.mean()) {
      labels.human.push_back(*human);
      labels.judge.push_back(*sums.judge.mean());
    } else {
      labels.others.add(*sums.judge_only.mean());
    }
  }
  return labels;
}

bool comparable(const Column& judge, const Column& person) {
  return relation({.column = &judge, .name = {}}, {.column = &person, .name = {}}).has_value();
}

std::vector<Person> people_of(const VerdictTable& table, const Column& judge) {
  std::vector<Person> people;
  std::vector<RunningMean> means(table.lines.size());
  for (const auto& rater : raters_of(table)) {
    if (!rater.human() || !comparable(judge, *rater.column)) continue;
    auto& person = people.emplace_back(Person{.name = rater.name, .scores = {}});
    for (std::size_t i = 0; i < means.size(); ++i) {
      const auto& cell = rater.column->cells[i];
      person.scores.push_back(cell.score);
      if (cell.scored()) means[i].add(cell.score);
    }
  }
  if (people.size() < 2) return people;
  auto& all = people.emplace_back(Person{.name = "people", .scores = {}});
  for (const auto& mean : means)
    all.scores.push_back(mean.mean().value_or(std::numeric_limits<double>::quiet_NaN()));
  return people;
}

Value count(std::uint64_t n) {
  return static_cast<std::int64_t>(n);
}

Value value(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}

std::optional<double> judge_mean(const Labels& labels) {
  auto all = running_mean(labels.judge);
  all.merge(labels.others);
  return all.mean();
}

std::string subject(const Column& judge, const Person& person, const std::string& model) {
  return fmt::format("{} and {}{}", judge.name, person.name,
                     model.empty() ? "" : fmt::format(", {}", model));
}

/// Nobody's mean lies outside the scale.
Interval within_scale(Interval interval, const Column& judge) {
  if (judge.min) interval.low = std::max(interval.low, *judge.min);
  if (judge.max) interval.high = std::min(interval.high, *judge.max);
  return interval;
}

void add_row(const VerdictTable& table, const Lines& lines, const Column& judge,
             const Person& person, std::uint32_t model, double level, Sheet& sheet) {
  const auto labels = labels_of(lines, judge, person, model);
  const auto n = labels.human.size();
  if (n == 0) return;
  const auto human_n = running_mean(labels.human);
  const auto powered = prediction_powered_mean(labels.human, labels.judge, labels.others, level);
  const auto bias = paired_difference(labels.judge, labels.human, level);
  Value estimate, interval, human_interval, lambda;
  if (const auto alone = t_interval(human_n, level)) human_interval = within_scale(*alone, judge);
  if (powered) {
    estimate = powered->mean.value;
    interval = within_scale(powered->mean.interval, judge);
    lambda = powered->lambda;
  }
  sheet.rows.push_back({judge.name, person.name, table.models[model], count(n),
                        count(labels.others.n()), value(judge_mean(labels)), value(human_n.mean()),
                        human_interval, estimate, interval, lambda,
                        bias ? Value(bias->difference.value) : Value(),
                        bias ? Value(bias->difference.interval) : Value()});
  if (powered) return;
  const auto who = subject(judge, person, table.models[model]);
  if (labels.others.n() < 2)
    sheet.remarks.push_back(
        fmt::format("{}: the person rated (nearly) all that the judge did; their own mean is the "
                    "answer, and the judge has nothing to add.",
                    who));
  else
    sheet.remarks.push_back(
        fmt::format("{}: one sample rated by both; an estimate takes two or more.", who));
}

Sheet empty_sheet(double level) {
  const auto interval = fmt::format("{:g} % interval", level * 100);
  const auto score = [](std::string key, std::string title) {
    return Sheet::Column{.key = std::move(key), .title = std::move(title), .show = Show::score};
  };
  return {.key = "calibration",
          .title = "Means, had people rated all",
          .columns = {{.key = "judge", .title = "judge"},
                      {.key = "person", .title = "person"},
                      {.key = "model", .title = "model"},
                      {.key = "n", .title = "both", .show = Show::count},
                      {.key = "judged", .title = "judge only", .show = Show::count},
                      score("judge_mean", "judge's mean"),
                      score("human_mean", "person's mean"),
                      score("human_interval", interval),
                      score("mean", "estimate"),
                      score("interval", interval),
                      score("lambda", "λ"),
                      {.key = "bias", .title = "judge − person", .show = Show::difference},
                      {.key = "bias_interval", .title = interval, .show = Show::difference}},
          .rows = {},
          .remarks = {}};
}

}  // namespace

std::vector<Sheet> calibration_sheets(const VerdictTable& table, const AnalysisOptions& options) {
  const double level = options.level;
  auto sheet = empty_sheet(level);
  bool estimated = false;
  const Lines lines(table);
  for (const auto& judge : table.columns) {
    if (judge.rater != Column::Rater::judge) continue;
    for (const auto& person : people_of(table, judge))
      for (std::uint32_t model = 0; model < table.models.size(); ++model)
        add_row(table, lines, judge, person, model, level, sheet);
  }
  for (const auto& row : sheet.rows)
    estimated = estimated || std::holds_alternative<double>(row[8]);
  if (estimated)
    sheet.remarks.emplace_back(
        "The estimate holds if people rated samples drawn at random from all of them.");
  if (sheet.rows.empty()) return {};
  return {std::move(sheet)};
}

}  // namespace judge
