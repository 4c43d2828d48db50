#include <algorithm>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "run/record.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

void write_usage(JsonWriter& json, const std::optional<Usage>& usage) {
  json.key("usage");
  if (!usage) return json.value(nullptr);
  json.begin_object();
  json.member("input", usage->input);
  json.member("cached_input", usage->cached_input);
  json.member("cache_write", usage->cache_write);
  json.member("output", usage->output);
  json.member("reasoning", usage->reasoning);
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

/// Which of the judge's calls it is, where there are several.
void write_ask(JsonWriter& json, const JudgeConfig& judge, const JudgeCall& asked) {
  if (judge.votes > 1) json.member("vote", asked.ask.vote + 1);
  if (judge.method == Method::pairwise) json.member("order", asked.ask.swapped ? "ba" : "ab");
  if (asked.ask.criterion > 0) json.member("criterion", asked.ask.criterion);
  if (asked.repair) json.member("repair", true);
}

void write_judge_call(JsonWriter& json, const JudgeConfig& judge, const JudgeCall& asked,
                      bool several_judges) {
  const auto& [ask, repair, verdict, call] = asked;
  json.begin_object();
  json.member("model", call.model);
  if (!call.asked.empty()) json.member("asked", call.asked);
  if (several_judges) json.member("judge", judge.name);
  write_ask(json, judge, asked);
  json.member("value", verdict ? verdict->value : nlohmann::json());
  json.member("score", verdict ? std::optional(verdict->score) : std::nullopt);
  if (verdict && verdict->coverage) json.member("coverage", *verdict->coverage);
  if (!verdict) json.member("reason", verdict.error().reason);
  json.member("text", call.reply.text);
  json.member("finish_reason", call.reply.finish_reason);
  write_figures(json, call);
  json.end_object();
}

void write_judges(JsonWriter& json, const Record& record, bool several_judges) {
  json.key("judges");
  json.begin_array();
  for (const auto& judgement : record.judgements)
    for (const auto& asked : judgement.calls)
      write_judge_call(json, *judgement.judge, asked, several_judges);
  json.end_array();
}

/// Without its text.
void write_call(JsonWriter& json, const CallRecord& call) {
  json.begin_object();
  json.member("model", call.model);
  if (!call.asked.empty()) json.member("asked", call.asked);
  json.member("finish_reason", call.reply.finish_reason);
  write_figures(json, call);
  json.end_object();
}

/// Of a conversation, the last turn's.
void write_generation(JsonWriter& json, const Record& record) {
  json.key("generation");
  if (!record.generations.empty())
    write_call(json, record.generations.back());
  else
    json.value(nullptr);
}

void write_turns(JsonWriter& json, const Record& record) {
  if (record.turns.empty()) return;
  json.key("turns");
  json.begin_array();
  for (std::size_t i = 0; i < record.generations.size(); ++i) {
    json.begin_object();
    json.member("input", record.turns[i]);
    json.member("output", output_of(record.generations[i].reply));
    json.key("generation");
    write_call(json, record.generations[i]);
    json.end_object();
  }
  json.end_array();
}

/// Of a conversation, the last output.
void write_against(JsonWriter& json, const Record& record) {
  if (!record.against) return;
  json.key("against");
  json.begin_object();
  json.member("model", record.against->model);
  json.member("output", record.against->outputs.back());
  if (!record.against->generations.empty()) {
    json.key("generations");
    json.begin_array();
    for (const auto& call : record.against->generations) write_call(json, call);
    json.end_array();
  }
  json.end_object();
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
    for (const auto& asked : judgement.calls) text += 2 * asked.call.reply.text.size();
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
  write_turns(json, *this);
  write_against(json, *this);
  write_declined(json, *this);
  write_usage(json, total_usage(*this));
  json.member("cost_usd", total_cost(*this));
  write_failure(json, failure);
  if (status() == "unscored") write_unscored(json, *this);
  json.member("metadata", metadata);
  if (!human.empty()) json.member("human", human);
  if (cluster) json.member("cluster", *cluster);
  json.member("fingerprint", fingerprint);
  json.member("finished_at", show_utc(finished_at));
  json.end_object();
  return text;
}

}  // namespace judge
