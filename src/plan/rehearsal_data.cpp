#include "plan/rehearsal_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "run/shape.hpp"
#include "sim/replies.hpp"

namespace judge {
namespace {

/// The rehearsal's stages, and what to make their requests of.
class Stages {
 public:
  static Result<Stages> make(const Config& config, const Survey& survey) {
    auto pipeline = Pipeline::make(config);
    if (!pipeline) return std::unexpected(pipeline.error());
    return Stages(config, survey, std::move(*pipeline));
  }

  Result<std::string> writing(std::size_t writer, const nlohmann::json& fields,
                              std::size_t turn) const {
    const std::vector<std::string> answers(turn, rehearsed_output(writer));
    return body(writer, pipeline_.generator()->request(fields, answers));
  }
  Result<std::string> judging(std::size_t part, const nlohmann::json& fields) const {
    return body(survey_->parts()[part].row,
                pipeline_.judges()[part].request(fields, Ask{}, ReplyFormat::text));
  }
  const ModelConfig& model(std::size_t row) const {
    return config_->model(survey_->rows()[row].model->name);
  }

 private:
  Stages(const Config& config, const Survey& survey, Pipeline pipeline)
      : config_(&config), survey_(&survey), pipeline_(std::move(pipeline)) {}

  Result<std::string> body(std::size_t row, const Result<ChatRequest>& request) const {
    if (!request) return std::unexpected(request.error());
    return survey_->rows()[row].dialect->encode(model(row), *request);
  }

  const Config* config_;
  const Survey* survey_;
  Pipeline pipeline_;
};

std::string padding(std::string text, double size) {
  if (size > static_cast<double>(text.size())) text.resize(static_cast<std::size_t>(size), 'x');
  return text;
}

/// What the requests have beside their padding.
struct Overheads {
  double writing = 0;  // of the first turn
  double turn = 0;     // what each further one adds
  std::vector<double> judging;
};

Result<Overheads> overheads(const Stages& stages, const Survey& survey) {
  nlohmann::json fields{{"turns", {"-", "-"}}, {"output", rehearsed_output(0)}};
  for (std::size_t part = 0; part < survey.parts().size(); ++part)
    fields[rehearsed_field(part)] = "-";
  Overheads sizes;
  if (survey.shape().writers > 0) {
    const auto first = stages.writing(0, fields, 0);
    const auto second = stages.writing(0, fields, 1);
    if (!first) return std::unexpected(first.error());
    if (!second) return std::unexpected(second.error());
    sizes.writing = static_cast<double>(first->size()) - 1;
    sizes.turn = static_cast<double>(second->size() - first->size()) - 1;
  }
  for (std::size_t part = 0; part < survey.parts().size(); ++part) {
    const auto body = stages.judging(part, fields);
    if (!body) return std::unexpected(body.error());
    sizes.judging.push_back(static_cast<double>(body->size()) - 1);
  }
  return sizes;
}

/// Of a turn's request, over all writers; an answer before it that is not written yet makes it
/// longer.
double writing_size(const WorkUnit& unit, const Survey& survey, std::size_t turn) {
  double largest = 0;
  for (std::size_t writer = 0; writer < survey.shape().writers; ++writer) {
    const auto bytes = [&](std::size_t each) {
      return unit.bytes[WorkShape::writing(unit, writer, each)];
    };
    double size = bytes(turn);
    if (size > 0 && turn > 0 && bytes(turn - 1) > 0) size += awaited_bytes(survey.rows()[writer]);
    largest = std::max(largest, size);
  }
  return largest;
}

bool writing_left(const WorkUnit& unit, const WorkShape& shape) {
  return std::any_of(unit.bytes.begin(),
                     unit.bytes.begin() + static_cast<std::ptrdiff_t>(shape.writers * unit.turns),
                     [](std::uint32_t bytes) { return bytes > 0; });
}

/// Likewise of a judge's, over all candidates.
double judging_size(const WorkUnit& unit, const Survey& survey, std::size_t part) {
  const bool waits = writing_left(unit, survey.shape());
  double largest = 0;
  for (std::size_t candidate = 0; candidate < survey.shape().candidates; ++candidate) {
    double size = unit.bytes[survey.shape().judging(unit, candidate, part)];
    if (size > 0 && waits) size += awaited_bytes(survey.rows()[survey.parts()[part].row]);
    largest = std::max(largest, size);
  }
  return largest;
}

nlohmann::json turns_of(const WorkUnit& unit, std::size_t number, const Survey& survey,
                        const Overheads& overhead) {
  auto turns = nlohmann::json::array();
  double so_far = 0;
  for (std::size_t turn = 0; turn < unit.turns; ++turn) {
    so_far += turn == 0 ? overhead.writing : overhead.turn;
    turns.push_back(padding(turn == 0 ? fmt::format("g;{};", number) : "-",
                            writing_size(unit, survey, turn) - so_far));
    so_far += static_cast<double>(turns.back().get_ref<const std::string&>().size());
  }
  return turns;
}

nlohmann::json fields_of(const WorkUnit& unit, std::size_t number, const Survey& survey,
                         const Overheads& overhead) {
  nlohmann::json fields{{"id", std::to_string(number)}, {"target", "-"}};
  if (survey.shape().writers > 0)
    fields["turns"] = turns_of(unit, number, survey, overhead);
  else
    fields["output"] = rehearsed_output(0);
  for (std::size_t part = 0; part < survey.parts().size(); ++part)
    fields[rehearsed_field(part)] =
        padding(fmt::format("j{};{};", part, number),
                judging_size(unit, survey, part) - overhead.judging[part]);
  return fields;
}

/// Into the store goes what the units need not ask.
class Answers {
 public:
  Answers(const Stages& stages, const Survey& survey, ReplyDatabase& store)
      : stages_(stages), survey_(survey), store_(store) {}

  Result<> keep(const WorkUnit& unit, nlohmann::json fields) {
    const auto& shape = survey_.shape();
    for (std::size_t writer = 0; writer < shape.writers; ++writer)
      for (std::size_t turn = 0; turn < unit.turns; ++turn)
        if (unit.bytes[WorkShape::writing(unit, writer, turn)] == 0)
          if (auto kept =
                  keep(writer, stages_.writing(writer, fields, turn), rehearsed_output(writer));
              !kept)
            return kept;
    for (std::size_t candidate = 0; candidate < shape.candidates; ++candidate) {
      fields["output"] = rehearsed_output(candidate);
      for (std::size_t part = 0; part < shape.parts; ++part)
        if (unit.bytes[shape.judging(unit, candidate, part)] == 0)
          if (auto kept = keep(survey_.parts()[part].row, stages_.judging(part, fields), "-");
              !kept)
            return kept;
    }
    return {};
  }

 private:
  Result<> keep(std::size_t row, const Result<std::string>& body, const std::string& text) {
    if (!body) return std::unexpected(body.error());
    StoredReply reply;
    reply.body = sim_completion(text, {}).body;
    return store_.put(request_key(stages_.model(row), *body, 0), reply, false);
  }

  const Stages& stages_;
  const Survey& survey_;
  ReplyDatabase& store_;
};

}  // namespace

Result<std::string> rehearsal_rows(const Config& config, const Survey& survey,
                                   const std::vector<WorkUnit>& units) {
  const auto stages = Stages::make(config, survey);
  if (!stages) return std::unexpected(stages.error());
  const auto overhead = overheads(*stages, survey);
  if (!overhead) return std::unexpected(overhead.error());
  std::string rows;
  for (std::size_t i = 0; i < units.size(); ++i)
    rows += fields_of(units[i], i, survey, *overhead).dump() + "\n";
  return rows;
}

Result<> store_answered(const Config& config, const Survey& survey,
                        const std::vector<WorkUnit>& units, ReplyDatabase& store) {
  const auto stages = Stages::make(config, survey);
  if (!stages) return std::unexpected(stages.error());
  const auto overhead = overheads(*stages, survey);
  if (!overhead) return std::unexpected(overhead.error());
  if (auto begun = store.begin(); !begun) return begun;
  Answers answers(*stages, survey, store);
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (calls_of(units[i]) == units[i].bytes.size()) continue;
    if (auto kept = answers.keep(units[i], fields_of(units[i], i, survey, *overhead)); !kept)
      return kept;
  }
  return store.commit();
}

}  // namespace judge
