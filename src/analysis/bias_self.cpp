// Self-agreement: what the same judge says of the same output when it is asked again.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "analysis/bias.hpp"
#include "analysis/metrics_rows.hpp"
#include "stats/epochs.hpp"

namespace judge {
namespace {

/// All answers to one question: by label where there are labels, else by score.
using Answers = std::vector<Cell>;

bool same(const Cell& a, const Cell& b) {
  if (a.label != no_name && b.label != no_name) return a.label == b.label;
  return a.score == b.score;
}

/// The share of pairs of answers that say the same; nullopt for fewer than 2.
std::optional<double> agreement(const Answers& answers) {
  const auto n = answers.size();
  if (n < 2) return std::nullopt;
  std::uint64_t agreeing = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) agreeing += same(answers[i], answers[j]) ? 1 : 0;
  return static_cast<double>(agreeing) / (static_cast<double>(n * (n - 1)) / 2);
}

struct Repeats {
  Values agreements;                 // one a question with at least 2 answers
  std::vector<RunningMean> answers;  // of each
};

void add_answers(Repeats& repeats, std::uint32_t line, const Answers& answers, Clusters& clusters) {
  const auto agreeing = agreement(answers);
  if (!agreeing) return;
  clusters.add(repeats.agreements, line, *agreeing);
  auto& mean = repeats.answers.emplace_back();
  for (const auto& answer : answers) mean.add(answer.score);
}

void add_row(Row row, std::string_view model, std::string_view repeated, const Repeats& repeats,
             const AnalysisOptions& options, Sheet& sheet) {
  const auto share = estimate_mean(repeats.agreements, false, Interval{0, 1}, options);
  const auto variance = epoch_variance(repeats.answers);
  row.insert(row.end(),
             {value_of(model), std::string(repeated), count_of(repeats.agreements.scores.size()),
              value_of(share.mean), value_of(share.interval),
              variance ? value_of(variance->icc) : Sheet::Value()});
  sheet.rows.push_back(std::move(row));
  if (repeats.agreements.scores.empty())
    remark_once(sheet, "Where no output has 2 readable answers there is no agreement to tell.");
  else if (!variance || !variance->icc)
    remark_once(sheet, "Where answers are all equal, or to 1 output only, there is no ICC.");
}

/// Columns that are votes on the same question.
std::vector<std::vector<const Column*>> votes_of(const VerdictTable& table) {
  std::vector<std::vector<const Column*>> found;
  for (const auto* column : columns_of(table, Column::Rater::call)) {
    const auto known = std::ranges::find_if(found, [&](const auto& votes) {
      const auto& first = *votes.front();
      return first.name == column->name && first.model == column->model &&
             first.swapped == column->swapped && first.criterion == column->criterion;
    });
    if (known == found.end())
      found.push_back({column});
    else
      known->push_back(column);
  }
  std::erase_if(found, [](const auto& votes) { return votes.size() < 2; });
  return found;
}

void add_votes(const VerdictTable& table, std::span<const Column* const> votes, const Slice& part,
               Clusters& clusters, const AnalysisOptions& options, Sheet& sheet) {
  Repeats repeats;
  for (const auto line : part.lines) {
    Answers answers;
    for (const auto* vote : votes)
      if (vote->cells[line].scored()) answers.push_back(vote->cells[line]);
    add_answers(repeats, line, answers, clusters);
  }
  clusters.finish(repeats.agreements);
  const auto& first = *votes.front();
  std::string what = "votes";
  if (first.kind == VerdictKind::preference) what += first.swapped ? ", b first" : ", a first";
  if (!first.criterion.empty()) what += ", criterion " + first.criterion;
  add_row(row_of(table, first, part), first.model, what, repeats, options, sheet);
}

void add_epochs(const VerdictTable& table, const Column& column, const Slice& part,
                Clusters& clusters, const AnalysisOptions& options, Sheet& sheet) {
  auto lines = part.lines;
  const auto id = [&](std::uint32_t line) { return table.lines[line].id; };
  std::ranges::sort(lines, {}, [&](std::uint32_t line) { return std::pair(id(line), line); });
  Repeats repeats;
  for (auto first = lines.begin(); first != lines.end();) {
    const auto end = std::find_if(first, lines.end(),
                                  [&](std::uint32_t line) { return id(line) != id(*first); });
    Answers answers;
    for (auto line = first; line != end; ++line)
      if (column.cells[*line].scored()) answers.push_back(column.cells[*line]);
    add_answers(repeats, *first, answers, clusters);
    first = end;
  }
  clusters.finish(repeats.agreements);
  add_row(row_of(table, column, part), "", "epochs", repeats, options, sheet);
}

}  // namespace

Sheet self_agreement_sheet(const VerdictTable& table, const AnalysisOptions& options) {
  Sheet sheet{.key = "self_agreement",
              .title = "Self-agreement (the same output judged again)",
              .columns = row_columns({{"judge_model", "by model"},
                                      {"repeats", "repeats"},
                                      {"outputs", "outputs", Show::count},
                                      {"same", "say the same", Show::rate},
                                      {"interval", interval_title(options), Show::rate},
                                      {"icc", "ICC", Show::score}}),
              .rows = {},
              .remarks = {}};
  const auto parts = slices(table);
  Clusters clusters(table);
  for (const auto& votes : votes_of(table))
    for (const auto& part : parts) add_votes(table, votes, part, clusters, options, sheet);
  if (!has_epochs(table)) return sheet;
  for (const auto* column : columns_of(table, Column::Rater::judge))
    for (const auto& part : parts)
      // Of a model that generates, each epoch has an output of its own.
      if (table.models[part.model].empty())
        add_epochs(table, *column, part, clusters, options, sheet);
  return sheet;
}

}  // namespace judge
