#include "run/record.hpp"

#include <algorithm>

namespace judge {
namespace {

std::vector<const CallRecord*> calls_of(const Record& record) {
  std::vector<const CallRecord*> calls;
  calls.reserve(record.generations.size() + record.judgements.size() + record.declined.size());
  for (const auto& call : record.generations) calls.push_back(&call);
  if (record.against)
    for (const auto& call : record.against->generations) calls.push_back(&call);
  for (const auto& judgement : record.judgements)
    for (const auto& asked : judgement.calls) calls.push_back(&asked.call);
  for (const auto& call : record.declined) calls.push_back(&call);
  return calls;
}

std::string text_at(JsonView json, std::string_view key) {
  return std::string(json[key].text().value_or(""));
}

LineFigures::Score score_of(JsonView verdict, std::string judge) {
  return {.judge = std::move(judge),
          .score = verdict["score"].number(),
          .label = text_at(verdict, "value"),
          .reason = {}};
}

/// The calls of which the line says that another was asked.
std::vector<LineFigures::StoodIn> stood_in(JsonView line) {
  std::vector<LineFigures::StoodIn> calls;
  const auto add = [&calls](JsonView call) {
    if (const auto asked = call["asked"].text())
      calls.push_back({.asked = std::string(*asked), .model = text_at(call, "model")});
  };
  line["judges"].each_element(add);
  const auto turns = line["turns"];
  turns.each_element([&add](JsonView turn) { add(turn["generation"]); });
  if (!turns.is_array()) add(line["generation"]);
  line["against"]["generations"].each_element(add);
  return calls;
}

std::vector<LineFigures::Score> scores_of(JsonView line, const std::string& first_judge) {
  std::vector<LineFigures::Score> scores;
  if (line["verdicts"].is_object())
    line["verdicts"].each_member([&scores](std::string_view judge, JsonView verdict) {
      scores.push_back(score_of(verdict, std::string(judge)));
    });
  else
    scores.push_back(score_of(line["verdict"], first_judge));
  line["unscored"].each_element([&scores](JsonView entry) {
    for (auto& score : scores)
      if (score.judge == entry["judge"].text()) score.reason = text_at(entry, "reason");
  });
  return scores;
}

}  // namespace

std::string_view Record::status() const {
  if (failure) return "failed";
  const auto scored =
      std::ranges::all_of(judgements, [](const auto& j) { return j.verdict.has_value(); });
  return scored ? "scored" : "unscored";
}

std::optional<Usage> total_usage(const Record& record) {
  Usage sum{.cached_input = 0, .reasoning = 0, .cache_write = 0};
  const auto add = [](std::optional<std::int64_t>& total, std::optional<std::int64_t> more) {
    if (total && more)
      *total += *more;
    else
      total.reset();
  };
  for (const auto* call : calls_of(record)) {
    if (!call->reply.usage) return std::nullopt;
    sum.input += call->reply.usage->input;
    sum.output += call->reply.usage->output;
    add(sum.cached_input, call->reply.usage->cached_input);
    add(sum.cache_write, call->reply.usage->cache_write);
    add(sum.reasoning, call->reply.usage->reasoning);
  }
  return sum;
}

std::optional<double> total_cost(const Record& record) {
  double sum = 0;
  for (const auto* call : calls_of(record)) {
    if (!call->cost_usd) return std::nullopt;
    sum += *call->cost_usd;
  }
  return sum;
}

LineFigures figures_of(const Record& record) {
  LineFigures figures;
  figures.status = record.status();
  figures.model = record.model.value_or("");
  for (const auto& judgement : record.judgements) {
    LineFigures::Score score{
        .judge = judgement.judge->name, .score = {}, .label = {}, .reason = {}};
    if (judgement.verdict) {
      score.score = judgement.verdict->score;
      if (judgement.verdict->value.is_string()) score.label = judgement.verdict->value;
    } else {
      score.reason = judgement.verdict.error().reason;
    }
    figures.scores.push_back(std::move(score));
  }
  for (const auto* call : calls_of(record))
    if (!call->asked.empty())
      figures.stood_in.push_back({.asked = call->asked, .model = call->model});
  if (record.failure) {
    figures.failure_code = record.failure->error.code;
    figures.possibly_billed = record.failure->error.possibly_billed;
  }
  figures.usage = total_usage(record);
  figures.cost_usd = total_cost(record);
  return figures;
}

std::optional<double> first_score(const LineFigures& figures, std::string_view judge) {
  const auto found = std::ranges::find(figures.scores, judge, &LineFigures::Score::judge);
  return found == figures.scores.end() ? std::nullopt : found->score;
}

LineFigures figures_of(JsonView line, const std::string& first_judge) {
  LineFigures figures;
  figures.status = text_at(line, "status");
  figures.model = text_at(line, "model");
  figures.scores = scores_of(line, first_judge);
  figures.stood_in = stood_in(line);
  figures.failure_code = text_at(line["error"], "code");
  figures.possibly_billed = line["error"]["possibly_billed"].boolean().value_or(false);
  if (const auto usage = line["usage"]; usage.is_object())
    figures.usage = Usage{.input = usage["input"].integer().value_or(0),
                          .cached_input = usage["cached_input"].integer(),
                          .output = usage["output"].integer().value_or(0),
                          .reasoning = usage["reasoning"].integer(),
                          .cache_write = usage["cache_write"].integer()};
  figures.cost_usd = line["cost_usd"].number();
  return figures;
}

}  // namespace judge
