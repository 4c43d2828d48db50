#include "run/sample_run.hpp"

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

/// True: go on. False: the unit has ended, as failed (in `record`) or pending (`stopped`).
bool take(Answer& result, Record& record, bool& stopped) {
  if (result) {
    record.failure = nothing_said(*result);
    return !record.failure;
  }
  if (auto* failure = std::get_if<Failure>(&result.error()))
    record.failure = std::move(*failure);
  else
    stopped = true;
  return false;
}

Record start_record(Unit& unit, const Pipeline& pipeline) {
  Record record;
  record.id = unit.sample.id;
  record.index = unit.sample.index;
  record.epoch = unit.epoch;
  if (pipeline.several_candidates()) record.model = pipeline.candidates()[unit.candidate];
  record.metadata = std::move(unit.sample.metadata);
  record.fingerprint = unit.fingerprint;
  return record;
}

Async<Answer> generate(const Unit& unit, const Pipeline& pipeline, Clients& clients,
                       Services& services, Record& record) {
  RequestMaker make = [&pipeline, &fields = unit.sample.fields](ReplyFormat) {
    return pipeline.generator()->request(fields);
  };
  return ask_first_of(pipeline.candidates()[unit.candidate], clients, services, std::move(make),
                      {.epoch = unit.epoch, .rank = unit.rank, .format = ReplyFormat::text},
                      record.declined);
}

Async<Answer> ask_judge(const Unit& unit, const Judge& judge, Clients& clients, Services& services,
                        Record& record) {
  RequestMaker make = [&judge, &fields = unit.sample.fields](ReplyFormat format) {
    return judge.request(fields, format);
  };
  return ask_first_of(judge.config().models.front(), clients, services, std::move(make),
                      {.epoch = unit.epoch,
                       .rank = unit.rank,
                       .format = fixed_format(judge.config()),
                       .afresh = unit.afresh},
                      record.declined);
}

}  // namespace

Async<std::unique_ptr<Record>> run_unit(Unit unit, const Pipeline& pipeline, Clients& clients,
                                        Services& services) {
  auto record = start_record(unit, pipeline);
  bool stopped = false;
  bool going = true;

  if (pipeline.generator()) {
    auto result = co_await generate(unit, pipeline, clients, services, record);
    going = take(result, record, stopped);
    if (result) record.generation = std::move(*result);
    if (going) unit.sample.fields["output"] = output_of(record.generation->reply);
  }
  if (going) record.output = unit.sample.fields["output"].get<std::string>();

  for (std::size_t i = 0; going && i < pipeline.judges().size(); ++i) {
    const auto& judge = pipeline.judges()[i];
    if (!asks_model(judge.config().method)) {
      record.judgements.push_back({&judge.config(), judge.score(unit.sample.fields), {}});
      continue;
    }
    auto result = co_await ask_judge(unit, judge, clients, services, record);
    going = take(result, record, stopped);
    if (going)
      record.judgements.push_back({&judge.config(), judge.read(result->reply), std::move(*result)});
  }
  if (stopped) co_return nullptr;
  record.finished_at = services.seams.clock.wall();
  co_return std::make_unique<Record>(std::move(record));
}

}  // namespace judge
