#include <algorithm>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "run/record.hpp"

namespace judge {
namespace {

void write_usage(JsonWriter& json, const std::optional<Usage>& usage) {
  json.key("usage");
  if (!usage) return json.value(nullptr);
  json.begin_object();
  json.member("input", usage->input);
  json.member("cached_input", usage->cached_input);
  json.member("output", usage->output);
  json.end_object();
}

void write_verdict(JsonWriter& json, std::string_view name, const VerdictResult& verdict) {
  json.key(name);
  if (!verdict) return json.value(nullptr);
  json.begin_object();
  json.member("value", verdict->value);
  json.member("score", verdict->score);
  json.member("explanation", verdict->explanation);
  json.end_object();
}

/// Members of an object that is open.
void write_figures(JsonWriter& json, const CallRecord& call) {
  write_usage(json, call.reply.usage);
  json.member("cost_usd", call.cost_usd);
  json.member("attempts", call.attempts);
  json.member("latency_ms", call.latency_ms);
  json.member("stored", call.stored);
}

void write_judgement(JsonWriter& json, const Judgement& judgement, bool several_judges) {
  const auto& [judge, verdict, call] = judgement;
  json.begin_object();
  json.member("model", call->model);
  if (several_judges) json.member("judge", judge->name);
  json.member("value", verdict ? verdict->value : nlohmann::json());
  json.member("score", verdict ? std::optional(verdict->score) : std::nullopt);
  json.member("text", call->reply.text);
  json.member("finish_reason", call->reply.finish_reason);
  write_figures(json, *call);
  json.end_object();
}

void write_judges(JsonWriter& json, const Record& record, bool several_judges) {
  json.key("judges");
  json.begin_array();
  for (const auto& judgement : record.judgements)
    if (judgement.call) write_judgement(json, judgement, several_judges);
  json.end_array();
}

/// Without its text.
void write_call(JsonWriter& json, const CallRecord& call) {
  json.begin_object();
  json.member("model", call.model);
  json.member("finish_reason", call.reply.finish_reason);
  write_figures(json, call);
  json.end_object();
}

void write_generation(JsonWriter& json, const Record& record) {
  json.key("generation");
  if (record.generation)
    write_call(json, *record.generation);
  else
    json.value(nullptr);
}

void write_declined(JsonWriter& json, const Record& record) {
  if (record.declined.empty()) return;
  json.key("declined");
  json.begin_array();
  for (const auto& call : record.declined) write_call(json, call);
  json.end_array();
}

void write_verdicts(JsonWriter& json, const Record& record) {
  json.key("verdicts");
  json.begin_object();
  for (const auto& judgement : record.judgements)
    write_verdict(json, judgement.judge->name, judgement.verdict);
  json.end_object();
}

void write_unscored(JsonWriter& json, const Record& record) {
  json.key("unscored");
  json.begin_array();
  for (const auto& judgement : record.judgements) {
    if (judgement.verdict) continue;
    json.begin_object();
    json.member("judge", judgement.judge->name);
    json.member("reason", judgement.verdict.error().reason);
    json.member("detail", judgement.verdict.error().detail);
    json.end_object();
  }
  json.end_array();
}

void write_failure(JsonWriter& json, const std::optional<Failure>& failure) {
  json.key("error");
  if (!failure) return json.value(nullptr);
  json.begin_object();
  json.member("class", name(failure->error.error_class));
  json.member("code", failure->error.code);
  json.member("message", failure->error.message);
  json.member("attempts", failure->attempts);
  json.member("possibly_billed", failure->error.possibly_billed);
  json.end_object();
}

/// Most often enough: what a model wrote stands in it twice, as the explanation and as the text.
std::size_t expected_size(const Record& record) {
  std::size_t text = record.output.size();
  for (const auto& judgement : record.judgements)
    if (judgement.call) text += 2 * judgement.call->reply.text.size();
  return 1024 + text + text / 8;
}

}  // namespace

std::string Record::line(bool several_judges) const {
  std::string text;
  text.reserve(expected_size(*this));
  JsonWriter json(text);
  json.begin_object();
  json.member("id", id);
  json.member("epoch", epoch);
  json.member("index", index);
  if (model) json.member("model", *model);
  json.member("status", status());
  json.member("output", output);
  if (judgements.empty())
    json.member("verdict", nullptr);
  else
    write_verdict(json, "verdict", judgements.front().verdict);
  if (several_judges) write_verdicts(json, *this);
  write_judges(json, *this, several_judges);
  write_generation(json, *this);
  write_declined(json, *this);
  write_usage(json, total_usage(*this));
  json.member("cost_usd", total_cost(*this));
  write_failure(json, failure);
  if (status() == "unscored") write_unscored(json, *this);
  json.member("metadata", metadata);
  json.member("fingerprint", fingerprint);
  json.member("finished_at", show_utc(finished_at));
  json.end_object();
  return text;
}

}  // namespace judge
