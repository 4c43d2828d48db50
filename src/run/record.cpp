#include "run/record.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace judge {
namespace {

using Json = nlohmann::ordered_json;

std::vector<const CallRecord*> calls_of(const Record& record) {
  std::vector<const CallRecord*> calls;
  if (record.generation) calls.push_back(&*record.generation);
  for (const auto& judgement : record.judgements)
    if (judgement.call) calls.push_back(&*judgement.call);
  return calls;
}

/// Unknown as soon as one part is: a sum of what happens to be known would be an invention.
std::optional<Usage> total_usage(const Record& record) {
  Usage sum;
  for (const auto* call : calls_of(record)) {
    if (!call->reply.usage) return std::nullopt;
    sum.input += call->reply.usage->input;
    sum.cached_input += call->reply.usage->cached_input;
    sum.output += call->reply.usage->output;
    sum.reasoning += call->reply.usage->reasoning;
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

Json json_of(const std::optional<Usage>& usage) {
  if (!usage) return nullptr;
  return {
      {"input", usage->input}, {"cached_input", usage->cached_input}, {"output", usage->output}};
}

Json json_of(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json json_of(const nlohmann::json& value) {
  return Json(value);
}

Json verdict_json(const VerdictResult& verdict) {
  if (!verdict) return nullptr;
  return {{"value", json_of(verdict->value)},
          {"score", verdict->score},
          {"explanation", verdict->explanation}};
}

void add_call(Json& into, const CallRecord& call) {
  into["usage"] = json_of(call.reply.usage);
  into["cost_usd"] = json_of(call.cost_usd);
  into["attempts"] = call.attempts;
  into["latency_ms"] = call.latency_ms;
  into["stored"] = call.stored;
}

Json judgement_json(const Judgement& judgement, bool several_judges) {
  Json json = {{"model", judgement.call->model}};
  if (several_judges) json["judge"] = judgement.judge->name;
  json["value"] = judgement.verdict ? json_of(judgement.verdict->value) : Json(nullptr);
  json["score"] = judgement.verdict ? Json(judgement.verdict->score) : Json(nullptr);
  json["text"] = judgement.call->reply.text;
  json["finish_reason"] = judgement.call->reply.finish_reason;
  add_call(json, *judgement.call);
  return json;
}

Json judges_json(const Record& record, bool several_judges) {
  Json judges = Json::array();
  for (const auto& judgement : record.judgements)
    if (judgement.call) judges.push_back(judgement_json(judgement, several_judges));
  return judges;
}

Json generation_json(const Record& record) {
  if (!record.generation) return nullptr;
  Json json = {{"model", record.generation->model},
               {"finish_reason", record.generation->reply.finish_reason}};
  add_call(json, *record.generation);
  return json;
}

Json unscored_json(const Record& record) {
  Json list = Json::array();
  for (const auto& judgement : record.judgements)
    if (!judgement.verdict)
      list.push_back({{"judge", judgement.judge->name},
                      {"reason", judgement.verdict.error().reason},
                      {"detail", judgement.verdict.error().detail}});
  return list;
}

Json failure_json(const std::optional<Failure>& failure) {
  if (!failure) return nullptr;
  return {{"class", name(failure->error.error_class)},
          {"code", failure->error.code},
          {"message", failure->error.message},
          {"attempts", failure->attempts},
          {"possibly_billed", failure->error.possibly_billed}};
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

std::string Record::line(bool several_judges) const {
  Json json = {{"id", id}, {"epoch", epoch}, {"index", index}};
  if (model) json["model"] = *model;
  json["status"] = status();
  json["output"] = output;
  json["verdict"] = judgements.empty() ? Json(nullptr) : verdict_json(judgements.front().verdict);
  if (several_judges) {
    json["verdicts"] = Json::object();
    for (const auto& judgement : judgements)
      json["verdicts"][judgement.judge->name] = verdict_json(judgement.verdict);
  }
  json["judges"] = judges_json(*this, several_judges);
  json["generation"] = generation_json(*this);
  json["usage"] = json_of(total_usage(*this));
  json["cost_usd"] = json_of(total_cost(*this));
  json["error"] = failure_json(failure);
  if (status() == "unscored") json["unscored"] = unscored_json(*this);
  json["metadata"] = json_of(metadata);
  json["fingerprint"] = fingerprint;
  json["finished_at"] = show_utc(finished_at);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
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
  if (record.failure) {
    figures.failure_code = record.failure->error.code;
    figures.possibly_billed = record.failure->error.possibly_billed;
  }
  figures.usage = total_usage(record);
  figures.cost_usd = total_cost(record);
  return figures;
}

LineFigures figures_of(JsonView line, const std::string& first_judge) {
  LineFigures figures;
  figures.status = text_at(line, "status");
  figures.model = text_at(line, "model");
  figures.scores = scores_of(line, first_judge);
  figures.failure_code = text_at(line["error"], "code");
  figures.possibly_billed = line["error"]["possibly_billed"].boolean().value_or(false);
  if (const auto usage = line["usage"]; usage.is_object())
    figures.usage = Usage{.input = usage["input"].integer().value_or(0),
                          .cached_input = usage["cached_input"].integer().value_or(0),
                          .output = usage["output"].integer().value_or(0)};
  figures.cost_usd = line["cost_usd"].number();
  return figures;
}

}  // namespace judge
