#include "run/sample_run.hpp"

#include <algorithm>

#include "base/blocking.hpp"
#include "base/json_path.hpp"
#include "run/judge_fields.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

/// A reply that was cut before it said anything. It is in the store, so it is never bought again;
/// asking with the same budget of tokens would only end the same way.
std::optional<Failure> nothing_said(const CallRecord& call) {
  if (!said_nothing(call.reply)) return std::nullopt;
  CallError error;
  error.error_class = ErrorClass::sample;
  error.code = "length";
  error.message =
      "the answer was cut off before it began: raise max_completion_tokens (or max_tokens) in "
      "params";
  error.possibly_billed = true;
  return Failure{std::move(error), call.attempts};
}

Record start_record(Unit& unit, const Pipeline& pipeline) {
  Record record;
  record.id = unit.sample.id;
  record.index = unit.sample.index;
  record.epoch = unit.epoch;
  if (pipeline.names_candidates()) record.model = pipeline.candidates()[unit.candidate];
  record.metadata = std::move(unit.sample.metadata);
  record.human = human_verdicts(unit.sample.fields, pipeline.judges());
  if (pipeline.cluster()) record.cluster = text_at(unit.sample.fields, *pipeline.cluster());
  record.fingerprint = unit.fingerprint;
  return record;
}

class SampleRun {
 public:
  SampleRun(Unit& unit, const Pipeline& pipeline, Clients& clients, Services& services)
      : unit_(unit),
        pipeline_(pipeline),
        clients_(clients),
        services_(services),
        record_(start_record(unit, pipeline)) {}

  // False: the unit has ended.
  Async<bool> generate();
  Async<bool> find_other();
  void complete() { complete_fields(fields(), record_, pipeline_); }
  Async<bool> judge(const Judge& judge);
  std::unique_ptr<Record> finish();

 private:
  Async<bool> answers(const std::string& model, std::vector<CallRecord>& calls);
  Async<bool> repair(const Judge& judge, Ask ask, const nlohmann::json& fields,
                     Judgement& judgement);
  Async<Answer> ask(const std::string& model, RequestMaker make, std::optional<ReplyFormat> format,
                    std::uint32_t vote, bool afresh);
  bool take(Answer& answer, const std::string& model);
  void judge_free(const Judge& judge, const nlohmann::json& fields);
  void settle(Judgement judgement);
  const Judgement* named(const std::string& judge) const;
  nlohmann::json& fields() { return unit_.sample.fields; }

  Unit& unit_;
  const Pipeline& pipeline_;
  Clients& clients_;
  Services& services_;
  Record record_;
  bool stopped_ = false;
};

/// nullptr: it stays pending.
std::unique_ptr<Record> SampleRun::finish() {
  if (stopped_) return nullptr;
  record_.finished_at = services_.seams.clock.wall();
  return std::make_unique<Record>(std::move(record_));
}

/// True: go on. False: the unit has ended, as failed or pending. `model`: who was asked.
bool SampleRun::take(Answer& answer, const std::string& model) {
  if (answer) {
    if (answer->model != model) answer->asked = model;
    record_.failure = nothing_said(*answer);
    return !record_.failure;
  }
  if (const auto* failure = std::get_if<Failure>(&answer.error()))
    record_.failure = *failure;
  else
    stopped_ = true;
  return false;
}

/// No coroutine of its own: that would be one more frame for each request in flight.
Async<Answer> SampleRun::ask(const std::string& model, RequestMaker make,
                             std::optional<ReplyFormat> format, std::uint32_t vote, bool afresh) {
  return ask_first_of(
      model, clients_, services_, std::move(make),
      {.epoch = unit_.epoch, .vote = vote, .rank = unit_.rank, .format = format, .afresh = afresh},
      record_.declined);
}

/// Has `model` write an answer, or one a turn; `calls` receives them.
Async<bool> SampleRun::answers(const std::string& model, std::vector<CallRecord>& calls) {
  const auto& generator = *pipeline_.generator();
  const auto turns = generator.turns(fields());
  std::vector<std::string> outputs;
  while (outputs.size() < turns) {
    RequestMaker make = [&](ReplyFormat) { return generator.request(fields(), outputs); };
    auto answer = co_await ask(model, std::move(make), ReplyFormat::text, 0, false);
    const bool going = take(answer, model);
    if (answer) calls.push_back(std::move(*answer));
    if (!going) co_return false;
    outputs.push_back(output_of(calls.back().reply));
  }
  co_return true;
}

Async<bool> SampleRun::generate() {
  const auto& model = pipeline_.candidates()[unit_.candidate];
  if (!co_await answers(model, record_.generations)) co_return false;
  if (pipeline_.generator()->turns(fields()) > 1)
    record_.turns = fields().at("turns").get<std::vector<std::string>>();
  // What the user says stays in the fields until the other of a pair has answered too.
  record_.output = output_of(record_.generations.back().reply);
  co_return true;
}

/// What is compared with the output.
Async<bool> SampleRun::find_other() {
  const auto& model = pipeline_.against();
  if (auto* baseline = pipeline_.baseline()) {
    auto output = co_await run_blocking(services_.seams.blocking,
                                        [&] { return baseline->output(unit_.sample.id); });
    if (output) record_.against = Against{.outputs = {*std::move(output)}};
  } else if (model.empty()) {
    record_.against = Against{.outputs = {fields()["b"].get<std::string>()}};
  } else if (model != pipeline_.candidates()[unit_.candidate]) {
    std::vector<CallRecord> calls;
    if (!co_await answers(model, calls)) co_return false;
    record_.against = Against{.model = model, .outputs = {}};
    for (const auto& call : calls) record_.against->outputs.push_back(output_of(call.reply));
    // The same answers serve every candidate: one line counts them.
    if (pipeline_.counts_other(unit_.candidate)) record_.against->generations = std::move(calls);
  }
  co_return true;
}

const Judgement* SampleRun::named(const std::string& judge) const {
  const auto found =
      std::ranges::find(record_.judgements, judge, [](const auto& j) { return j.judge->name; });
  return found == record_.judgements.end() ? nullptr : &*found;
}

void SampleRun::judge_free(const Judge& judge, const nlohmann::json& fields) {
  record_.judgements.push_back({&judge.config(), judge.score(fields), {}});
}

void SampleRun::settle(Judgement judgement) {
  std::vector<AskedVerdict> asked;
  for (auto& call : judgement.calls) {
    if (call.repair) asked.pop_back();
    asked.push_back({call.ask, call.verdict});
    call.call.reply.logprobs.clear();
  }
  judgement.verdict = decide(*judgement.judge, asked);
  record_.judgements.push_back(std::move(judgement));
}

Async<bool> SampleRun::judge(const Judge& judge) {
  const auto& config = judge.config();
  std::optional<nlohmann::json> of_turn;
  if (config.turn > 0 && !record_.turns.empty())
    of_turn = fields_of_turn(fields(), config.turn, record_);
  const auto& fields = of_turn ? *of_turn : unit_.sample.fields;

  if (!asks_model(config.method)) {
    judge_free(judge, fields);
    co_return true;
  }
  Judgement judgement{.judge = &config, .verdict = {}, .calls = {}};
  const auto* gate = config.gate.empty() ? nullptr : named(config.gate);
  const bool passes = gate && gate->verdict && gate->verdict->score == 1;
  const bool alone = config.method == Method::pairwise && !record_.against;
  if (passes || alone) {
    judgement.verdict = passes ? VerdictResult(judge.passed()) : std::unexpected(no_baseline());
    record_.judgements.push_back(std::move(judgement));
    co_return true;
  }
  for (const auto& ask : judge.asks(coin(unit_.fingerprint))) {
    RequestMaker make = [&](ReplyFormat format) { return judge.request(fields, ask, format); };
    const auto& model = config.models[ask.model];
    auto answer =
        co_await this->ask(model, std::move(make), fixed_format(config), ask.vote, unit_.afresh);
    if (!take(answer, model)) co_return false;
    auto verdict = judge.read(answer->reply, ask);
    const bool again = judge.may_repair(answer->reply, verdict);
    judgement.calls.push_back({ask, false, std::move(verdict), std::move(*answer)});
    if (again && !co_await repair(judge, ask, fields, judgement)) co_return false;
  }
  settle(std::move(judgement));
  co_return true;
}

Async<bool> SampleRun::repair(const Judge& judge, Ask ask, const nlohmann::json& fields,
                              Judgement& judgement) {
  const auto& config = judge.config();
  RequestMaker make = [&](ReplyFormat format) {
    return judge.repair_request(fields, ask, format, judgement.calls.back().call.reply.text);
  };
  const auto& model = config.models[ask.model];
  auto answer =
      co_await this->ask(model, std::move(make), fixed_format(config), ask.vote, unit_.afresh);
  if (!take(answer, model)) co_return false;
  auto verdict = judge.read(answer->reply, ask);
  judgement.calls.push_back({ask, true, std::move(verdict), std::move(*answer)});
  co_return true;
}

}  // namespace

bool coin(const std::string& fingerprint) {
  return (short_digest(Hasher().add("swap").add(fingerprint).finish()) & 1) != 0;
}

Async<std::unique_ptr<Record>> run_unit(Unit&& unit, const Pipeline& pipeline, Clients& clients,
                                        Services& services) {
  SampleRun run(unit, pipeline, clients, services);
  bool going = !pipeline.generator() || co_await run.generate();
  if (going && pipeline.has_pairs()) going = co_await run.find_other();
  if (going) run.complete();
  for (const auto& judge : pipeline.judges()) {
    if (!going) break;
    if (pipeline.judges(judge, unit.candidate)) going = co_await run.judge(judge);
  }
  co_return run.finish();
}

}  // namespace judge
