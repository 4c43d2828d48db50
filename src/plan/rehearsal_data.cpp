#include "plan/rehearsal_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "run/requests.hpp"
#include "run/shape.hpp"
#include "sim/replies.hpp"

namespace judge {
namespace {

constexpr std::string_view url_prefix = "http://rehearsal/";
constexpr std::string_view first_content = R"("messages":[{"content":")";

const char* const generation_field = "g";

std::string judge_field(std::size_t number) {
  return fmt::format("j{}", number);
}

/// The rehearsal's stages, and what to make their requests of.
class Stages {
 public:
  static Result<Stages> make(const Config& config, const Survey& survey) {
    auto pipeline = Pipeline::make(config);
    if (!pipeline) return std::unexpected(pipeline.error());
    return Stages(config, survey, std::move(*pipeline));
  }

  std::size_t judges() const { return survey_->rows().size() - survey_->generation_rows(); }
  std::size_t candidates() const { return std::max<std::size_t>(1, survey_->generation_rows()); }
  bool generates() const { return survey_->generation_rows() > 0; }

  std::size_t place(std::size_t candidate, std::size_t judge) const {
    return survey_->generation_rows() + candidate * judges() + judge;
  }

  /// The body of a row's request. `row`: the survey's.
  Result<std::string> body(std::size_t row, const nlohmann::json& fields) const {
    const auto& surveyed = survey_->rows()[row];
    const bool generation = row < survey_->generation_rows();
    auto request = generation ? pipeline_.generator()->request(fields)
                              : pipeline_.judges()[row - survey_->generation_rows()].request(
                                    fields, surveyed.format);
    if (!request) return std::unexpected(request.error());
    const auto& model = config_->model(surveyed.model->name);
    return surveyed.dialect->encode(model, *request);
  }

  const ModelConfig& model(std::size_t row) const {
    return config_->model(survey_->rows()[row].model->name);
  }

 private:
  Stages(const Config& config, const Survey& survey, Pipeline pipeline)
      : config_(&config), survey_(&survey), pipeline_(std::move(pipeline)) {}
  const Config* config_;
  const Survey* survey_;
  Pipeline pipeline_;
};

std::string padding(std::string text, double size) {
  if (size > static_cast<double>(text.size())) text.resize(static_cast<std::size_t>(size), 'x');
  return text;
}

/// What each row's requests have beside their padding.
Result<std::vector<double>> overheads(const Stages& stages, const Survey& survey) {
  nlohmann::json fields{{generation_field, "-"}, {"output", rehearsed_output(0)}};
  for (std::size_t j = 0; j < stages.judges(); ++j) fields[judge_field(j)] = "-";
  std::vector<double> sizes;
  for (std::size_t row = 0; row < survey.rows().size(); ++row) {
    const auto body = stages.body(row, fields);
    if (!body) return std::unexpected(body.error());
    sizes.push_back(static_cast<double>(body->size()) - 1);
  }
  return sizes;
}

double largest(const WorkUnit& unit, std::size_t begin, std::size_t end, double overhead) {
  std::uint32_t bytes = 0;
  for (auto i = begin; i < end; ++i) bytes = std::max(bytes, unit.bytes[i]);
  return static_cast<double>(bytes) - overhead;
}

/// Of judge `j`, over all candidates; an output that is not written yet makes it longer.
double judge_padding(const WorkUnit& unit, const Stages& stages, const Survey& survey,
                     std::size_t j, double overhead) {
  double bytes = 0;
  for (std::size_t candidate = 0; candidate < stages.candidates(); ++candidate) {
    double size = unit.bytes[stages.place(candidate, j)];
    if (size > 0 && stages.generates() && unit.bytes[candidate] > 0)
      size += expected_text_bytes(survey.rows()[candidate]) *
              survey.rows()[survey.generation_rows() + j].echo.value_or(0);
    bytes = std::max(bytes, size);
  }
  return bytes - overhead;
}

nlohmann::json fields_of(const WorkUnit& unit, std::size_t number, const Stages& stages,
                         const Survey& survey, const std::vector<double>& overhead) {
  nlohmann::json fields{{"id", std::to_string(number)}, {"target", "-"}};
  if (stages.generates())
    fields[generation_field] = padding(
        fmt::format("g;{};", number), largest(unit, 0, survey.generation_rows(), overhead.front()));
  else
    fields["output"] = rehearsed_output(0);
  for (std::size_t j = 0; j < stages.judges(); ++j)
    fields[judge_field(j)] =
        padding(fmt::format("j{};{};", j, number),
                judge_padding(unit, stages, survey, j, overhead[survey.generation_rows() + j]));
  return fields;
}

Result<> keep_reply(const Stages& stages, std::size_t row, const nlohmann::json& fields,
                    const std::string& text, ReplyDatabase& store) {
  const auto body = stages.body(row, fields);
  if (!body) return std::unexpected(body.error());
  StoredReply reply;
  reply.body = sim_completion(text, {}).body;
  return store.put(request_key(stages.model(row), *body, 0), reply, false);
}

Result<> keep_unit(const Stages& stages, const Survey& survey, const WorkUnit& unit,
                   nlohmann::json fields, ReplyDatabase& store) {
  for (std::size_t candidate = 0; candidate < stages.candidates(); ++candidate) {
    fields["output"] = rehearsed_output(candidate);
    if (stages.generates() && unit.bytes[candidate] == 0)
      if (auto kept = keep_reply(stages, candidate, fields, rehearsed_output(candidate), store);
          !kept)
        return kept;
    for (std::size_t j = 0; j < stages.judges(); ++j)
      if (unit.bytes[stages.place(candidate, j)] == 0)
        if (auto kept = keep_reply(stages, survey.generation_rows() + j, fields, "-", store); !kept)
          return kept;
  }
  return {};
}

void rehearse_model(ModelConfig& model, std::size_t number) {
  model.provider = Provider::openai;
  model.base_url = fmt::format("{}{}", url_prefix, number);
  for (std::size_t i = 0; i < model.api_keys.size(); ++i)
    model.api_keys[i] = {Secret(fmt::format("rehearsal-key-{}", i)), "literal"};
  model.headers.clear();
  model.price = {};
  model.fallback = {};  // nothing dies here
  // What `provider = "mock"` would hold against too fast a client is a limit like a stated one.
  if (!model.rpm) model.rpm = model.mock.rpm;
  if (!model.tpm) model.tpm = model.mock.tpm;
}

}  // namespace

std::string rehearsed_output(std::size_t number) {
  return fmt::format("c{}", number);
}

Config rehearsal_config(const Config& config, const Survey& survey) {
  auto rehearsal = config;
  rehearsal.run.epochs = 1;
  rehearsal.run.order = Order::dataset;  // its prompts are not the real ones
  rehearsal.dataset = {};
  rehearsal.limits = {};
  for (std::size_t i = 0; i < rehearsal.models.size(); ++i) rehearse_model(rehearsal.models[i], i);
  if (rehearsal.generate) {
    rehearsal.generate->system.reset();
    rehearsal.generate->prompt = {fmt::format("{{{{{}}}}}", generation_field), "rehearsal"};
  }
  std::erase_if(rehearsal.judges, [](const auto& judge) { return !asks_model(judge.method); });
  for (std::size_t j = 0; j < rehearsal.judges.size(); ++j) {
    auto& judge = rehearsal.judges[j];
    judge.system.reset();
    judge.prompt = {fmt::format("{{{{{}}}}} {{{{output}}}}", judge_field(j)), "rehearsal"};
    judge.format = name(survey.rows()[survey.generation_rows() + j].format);
  }
  if (rehearsal.judges.empty()) {
    JudgeConfig judge;
    judge.name = "judge";
    judge.method = Method::exact;
    rehearsal.judges.push_back(judge);
  }
  return rehearsal;
}

Result<std::string> rehearsal_rows(const Config& config, const Survey& survey,
                                   const std::vector<WorkUnit>& units) {
  const auto stages = Stages::make(config, survey);
  if (!stages) return std::unexpected(stages.error());
  const auto overhead = overheads(*stages, survey);
  if (!overhead) return std::unexpected(overhead.error());
  std::string rows;
  for (std::size_t i = 0; i < units.size(); ++i)
    rows += fields_of(units[i], i, *stages, survey, *overhead).dump() + "\n";
  return rows;
}

Result<> store_answered(const Config& config, const Survey& survey,
                        const std::vector<WorkUnit>& units, ReplyDatabase& store) {
  const auto stages = Stages::make(config, survey);
  if (!stages) return std::unexpected(stages.error());
  const auto overhead = overheads(*stages, survey);
  if (!overhead) return std::unexpected(overhead.error());
  if (auto begun = store.begin(); !begun) return begun;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (calls_of(units[i]) == units[i].bytes.size()) continue;
    auto fields = fields_of(units[i], i, *stages, survey, *overhead);
    if (auto kept = keep_unit(*stages, survey, units[i], std::move(fields), store); !kept)
      return kept;
  }
  return store.commit();
}

std::size_t rehearsed_row(const Survey& survey, std::string_view url, std::string_view body) {
  const auto number_at = [](std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  };
  const auto tag =
      body.substr(std::min(body.size(), body.find(first_content) + first_content.size()));
  if (tag.starts_with('j')) return survey.generation_rows() + number_at(tag.substr(1));
  const auto model = number_at(url.substr(std::min(url.size(), url_prefix.size())));
  for (std::size_t row = 0; row < survey.generation_rows(); ++row)
    if (survey.model_number(row) == model) return row;
  return 0;
}

}  // namespace judge
