#include "run/tally.hpp"

#include <algorithm>

#include "results/about.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

bool is_binary(const About::Judge& judge) {
  return judge.kind == VerdictKind::truth ||
         (judge.kind == VerdictKind::label &&
          std::ranges::all_of(judge.choices,
                              [](const Choice& c) { return c.value == 0 || c.value == 1; }));
}

Metric metric_for(const JudgeConfig& config, const About::Judge& judge, std::string model) {
  Metric metric;
  metric.judge = config.name;
  metric.model = std::move(model);
  metric.method = config.method;
  metric.score_min = judge.min;
  metric.score_max = judge.max;
  metric.binary = is_binary(judge);
  for (const auto& choice : judge.choices) metric.labels[choice.label] = 0;
  if (judge.kind == VerdictKind::preference)
    for (const auto* label : {"A", "tie", "B"}) metric.labels[label] = 0;
  return metric;
}

}  // namespace

TallyBook::TallyBook(const Config& config, std::uint64_t samples)
    : samples_(samples), epochs_(config.run.epochs > 1) {
  auto candidates = candidates_of(config);
  if (!names_candidates(config)) candidates = {""};
  tally_.total = samples * config.run.epochs * candidates.size();
  const auto judges = about(config, samples).judges;
  for (std::size_t i = 0; i < judges.size(); ++i)
    for (const auto& model : candidates)
      if (const auto& judge = config.judges[i]; judge.against.empty() || judge.against != model)
        tally_.metrics.push_back(metric_for(judge, judges[i], model));
  if (epochs_) cells_.assign(tally_.metrics.size(), std::vector<Cell>(samples));
}

std::optional<std::size_t> TallyBook::metric_of(const std::string& judge,
                                                const std::string& model) const {
  for (std::size_t i = 0; i < tally_.metrics.size(); ++i)
    if (tally_.metrics[i].judge == judge && tally_.metrics[i].model == model) return i;
  return std::nullopt;
}

void TallyBook::add_score(std::size_t at, const LineFigures::Score& score, std::uint64_t sample) {
  auto& metric = tally_.metrics[at];
  if (!score.score) {
    ++metric.unscored[score.reason];
    ++tally_.unscored_by_reason[score.reason];
    return;
  }
  metric.scores.add(*score.score);
  if (!score.label.empty()) ++metric.labels[score.label];
  if (epochs_ && sample < samples_) {
    cells_[at][sample].sum += *score.score;
    ++cells_[at][sample].n;
  }
}

void TallyBook::add(const LineFigures& line, std::uint64_t sample) {
  if (line.status == "failed") {
    ++tally_.failed;
    ++tally_.failed_by_code[line.failure_code];
    for (auto& metric : tally_.metrics)
      if (metric.model == line.model) ++metric.failed;
    if (line.possibly_billed) ++tally_.possibly_billed;
  } else {
    ++(line.status == "scored" ? tally_.scored : tally_.unscored);
    for (const auto& score : line.scores)
      if (const auto metric = metric_of(score.judge, line.model)) add_score(*metric, score, sample);
  }
  for (const auto& [asked, model] : line.stood_in) ++tally_.stood_in[{asked, model}];
  if (line.usage) {
    tally_.input_tokens += line.usage->input;
    tally_.output_tokens += line.usage->output;
    // A line without a call has no input to speak of.
    if (line.usage->cached_input && line.usage->input > 0)
      tally_.cached_input_tokens =
          tally_.cached_input_tokens.value_or(0) + *line.usage->cached_input;
  } else {
    ++tally_.unknown_usage;
  }
  if (line.cost_usd)
    tally_.cost_usd += *line.cost_usd;
  else
    ++tally_.unknown_cost;
}

Tally TallyBook::result() const {
  auto tally = tally_;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    RunningMean means;
    for (const auto& cell : cells_[i])
      if (cell.n > 0) means.add(cell.sum / cell.n);
    tally.metrics[i].scores = means;
    // A mean over repeats is no longer 0 or 1: its interval is Student's.
    tally.metrics[i].binary = false;
  }
  return tally;
}

}  // namespace judge
