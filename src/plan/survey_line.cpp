// One results line to be: what a run would ask for it, in the run's own order and with its own
// fields.
#include <algorithm>

#include "plan/survey.hpp"
#include "run/judge_fields.hpp"
#include "run/requests.hpp"
#include "run/sample_run.hpp"
#include "run/shape.hpp"

namespace judge {

std::vector<Wait> Survey::Outputs::waits(std::size_t turn) const {
  std::vector<Wait> waits;
  for (const auto* written : {&own, &other})
    if (*written && (*written)->known <= turn)
      waits.push_back({(*written)->stand_in, (*written)->writer, (*written)->marks[turn]});
  return waits;
}

Result<> Survey::look_at_line(const Line& line) {
  Record record;
  Outputs outputs;
  const auto found = find_outputs(line, record, outputs);
  if (!found) return std::unexpected(found.error());
  if (!*found) return {};
  auto fields = line.sample.fields;
  complete_fields(fields, record, pipeline_);
  return look_at_judges(line, fields, record, outputs);
}

/// Each turn's request holds the answers before it, so none is known after one that is not. To the
/// model that writes, they are its own, whatever they are to the line.
Result<Survey::Written> Survey::write(const Line& line, std::size_t writer) {
  Written written{.stand_in = own_stand_in, .writer = writer};
  for (std::size_t turn = 0; turn < line.unit.turns; ++turn) {
    const auto request = pipeline_.generator()->request(line.sample.fields, written.outputs);
    if (!request) return std::unexpected(request.error());
    std::vector<Wait> waits;
    if (written.known < turn) waits.push_back({own_stand_in, writer, written.marks.back()});
    auto booked = book_.book(
        writer, *request, {.sample = line.sample, .epoch = line.epoch, .done = line.done}, waits);
    if (!booked) return std::unexpected(booked.error());
    auto& left = line.unit.bytes[WorkShape::writing(line.unit, writer, turn)];
    left = std::max(left, booked->left);  // another candidate's line may have counted it
    written.marks.push_back(booked->mark);
    written.fails = booked->reply && said_nothing(*booked->reply);
    if (written.fails) return written;
    written.known += booked->reply ? 1 : 0;
    written.outputs.push_back(booked->reply ? output_of(*booked->reply)
                                            : std::string(own_stand_in));
  }
  return written;
}

Result<bool> Survey::find_outputs(const Line& line, Record& record, Outputs& outputs) {
  if (pipeline_.generator()) {
    auto written = write(line, line.candidate);
    if (!written) return std::unexpected(written.error());
    if (written->fails) return false;
    for (const auto& output : written->outputs) {
      CallRecord call;
      call.reply.text = output;
      record.generations.push_back(std::move(call));
    }
    if (line.unit.turns > 1)
      record.turns = line.sample.fields.at("turns").get<std::vector<std::string>>();
    outputs.own = std::move(*written);
  }
  return !pipeline_.has_pairs() || find_other(line, record, outputs);
}

Result<bool> Survey::find_other(const Line& line, Record& record, Outputs& outputs) {
  const auto& model = pipeline_.against();
  const auto& candidates = pipeline_.candidates();
  if (auto* baseline = pipeline_.baseline()) {
    if (auto output = baseline->output(line.sample.id))
      record.against = Against{.outputs = {*std::move(output)}};
  } else if (model.empty()) {
    record.against = Against{.outputs = {line.sample.fields.at("b").get<std::string>()}};
  } else if (model != candidates[line.candidate]) {
    const auto writer = std::ranges::find(candidates, model) - candidates.begin();
    auto written = write(line, static_cast<std::size_t>(writer));
    if (!written) return std::unexpected(written.error());
    if (written->fails) return false;
    written->stand_in = other_stand_in;
    for (auto turn = written->known; turn < written->outputs.size(); ++turn)
      written->outputs[turn] = other_stand_in;
    record.against = Against{.model = model, .outputs = written->outputs};
    outputs.other = std::move(*written);
  }
  return true;
}

Result<> Survey::look_at_judges(const Line& line, const nlohmann::json& fields,
                                const Record& record, const Outputs& outputs) {
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    if (parts_[part].number > 0) continue;
    const auto& judge = *parts_[part].judge;
    const auto& config = judge.config();
    if (!pipeline_.judges(judge, line.candidate)) continue;
    if (config.method == Method::pairwise && !record.against) continue;
    const auto gate = gate_of(judge, fields, record, outputs);
    if (gate == Gate::open) continue;
    std::optional<nlohmann::json> of_turn;
    if (config.turn > 0 && !record.turns.empty())
      of_turn = fields_of_turn(fields, config.turn, record);
    const auto turn = of_turn ? config.turn : line.unit.turns;
    const auto looked = look_at_judge(part, line, of_turn ? *of_turn : fields,
                                      outputs.waits(turn - 1), gate == Gate::unknown);
    if (!looked) return looked;
  }
  return {};
}

Result<> Survey::look_at_judge(std::size_t first_part, const Line& line,
                               const nlohmann::json& fields, std::span<const Wait> waits,
                               bool gated) {
  const auto& judge = *parts_[first_part].judge;
  const auto fingerprint = line_fingerprint(pipeline_.shape(), short_digest(line.sample.digest),
                                            line.epoch, line.candidate);
  const auto asks = judge.asks(coin(fingerprint));
  for (std::size_t i = 0; i < asks.size(); ++i) {
    const auto part = first_part + i;
    const auto row = parts_[part].row;
    const auto request = judge.request(fields, asks[i], book_.rows()[row].format);
    if (!request) return std::unexpected(request.error());
    const auto booked = book_.book(row, *request,
                                   {.sample = line.sample,
                                    .epoch = line.epoch,
                                    .vote = asks[i].vote,
                                    .done = line.done,
                                    .gated = gated},
                                   waits);
    if (!booked) return std::unexpected(booked.error());
    line.unit.bytes[shape_.judging(line.unit, line.candidate, part)] = booked->left;
  }
  return {};
}

/// Open: it lets the output pass, so the judge is not asked.
Survey::Gate Survey::gate_of(const Judge& judge, const nlohmann::json& fields, const Record& record,
                             const Outputs& outputs) const {
  if (judge.config().gate.empty()) return Gate::shut;
  const auto gate = std::ranges::find(pipeline_.judges(), judge.config().gate,
                                      [](const Judge& each) { return each.config().name; });
  if (gate == pipeline_.judges().end()) return Gate::shut;
  const auto number = gate->config().turn;
  const bool of_turn = number > 0 && !record.turns.empty();
  const auto last = record.generations.empty() ? 0 : record.generations.size() - 1;
  if (!outputs.known(of_turn ? number - 1 : last)) return Gate::unknown;
  const auto verdict = gate->score(of_turn ? fields_of_turn(fields, number, record) : fields);
  return verdict && verdict->score == 1 ? Gate::open : Gate::shut;
}

}  // namespace judge
