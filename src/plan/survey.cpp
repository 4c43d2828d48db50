#include "plan/survey.hpp"

#include <algorithm>

#include "run/requests.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

/// Stands in for an output that is not written yet: not empty, because a template may leave out
/// sections around nothing.
constexpr const char* stand_in = "…";

nlohmann::json messages_json(const ChatRequest& request) {
  auto list = nlohmann::json::array();
  for (const auto& message : request.messages)
    list.push_back({{"role", message.role}, {"content", message.content}});
  return list;
}

SurveyRow row_for(std::string stage, const ModelConfig& model, ReplyFormat format) {
  SurveyRow row;
  row.stage = std::move(stage);
  row.model = &model;
  row.dialect = make_dialect(model.provider);
  row.format = format;
  return row;
}

}  // namespace

double expected_text_bytes(const SurveyRow& row) {
  if (row.pilot.text_bytes.n() >= Pilot::enough) return *row.pilot.text_bytes.mean();
  const auto most = max_output_tokens(*row.model).value_or(assumed_output_tokens);
  return std::min(most, assumed_output_tokens) * characters_a_token;
}

Survey::Survey(const Config& config, const Pipeline& pipeline, Slots& slots, ReplyDatabase* store)
    : config_(config), pipeline_(pipeline), slots_(slots), store_(store) {}

Result<> Survey::begin() {
  if (pipeline_.generator())
    for (const auto& model : pipeline_.candidates())
      rows_.push_back(row_for("generate", config_.model(model), ReplyFormat::text));
  generation_rows_ = rows_.size();
  for (const auto& judge : pipeline_.judges()) {
    if (!asks_model(judge.config().method)) continue;
    const auto& model = config_.model(judge.config().models.front());
    auto format = fixed_format(judge.config());
    if (!format && store_) {
      const auto known = store_->recall(format_fact(model));
      if (!known) return std::unexpected(known.error());
      if (*known) format = format_named(**known);
    }
    rows_.push_back(row_for(judge.config().name, model, format.value_or(ReplyFormat::json_schema)));
    asking_.push_back(&judge);
  }
  waiting_.assign(asking_.size(), std::vector<std::uint64_t>(pipeline_.candidates().size()));
  return {};
}

Result<> Survey::look_at(Sample sample) {
  for (std::uint32_t epoch = 0; epoch < config_.run.epochs; ++epoch) {
    WorkUnit unit;
    unit.order = sample.index * config_.run.epochs + epoch;
    unit.bytes.assign(generation_rows_ + pipeline_.candidates().size() * asking_.size(), 0);
    for (std::size_t candidate = 0; candidate < pipeline_.candidates().size(); ++candidate)
      if (auto looked = look_at_unit(sample, epoch, candidate, unit); !looked) return looked;
    if (calls_of(unit) > 0) work_.add(std::move(unit));
  }
  return {};
}

Result<> Survey::look_at_unit(Sample& sample, std::uint32_t epoch, std::size_t candidate,
                              WorkUnit& unit) {
  const auto place = slots_.place(sample.index, epoch, candidate);
  Situation situation{.sample = sample, .epoch = epoch, .done = slots_.done(place)};
  if (!pipeline_.generator()) return look_at_judges(situation, sample.fields, candidate, unit);

  auto request = pipeline_.generator()->request(sample.fields);
  if (!request) return std::unexpected(request.error());
  auto asked = ask(rows_[candidate], *request, situation);
  if (!asked) return std::unexpected(asked.error());
  unit.bytes[candidate] = asked->left;
  auto fields = sample.fields;
  if (asked->reply) {
    if (said_nothing(*asked->reply)) return {};  // the sample fails here
    fields["output"] = output_of(*asked->reply);
  } else {
    fields["output"] = stand_in;
    situation.waits_for = asked->mark;
  }
  return look_at_judges(situation, fields, candidate, unit);
}

Result<> Survey::look_at_judges(const Situation& situation, const nlohmann::json& fields,
                                std::size_t candidate, WorkUnit& unit) {
  for (std::size_t i = 0; i < asking_.size(); ++i) {
    auto& row = rows_[generation_rows_ + i];
    auto request = asking_[i]->request(fields, row.format);
    if (!request) return std::unexpected(request.error());
    if (situation.waits_for && !row.echo) {
      const auto echo = measure_echo(*asking_[i], row, fields);
      if (!echo) return std::unexpected(echo.error());
      row.echo = *echo;
    }
    const auto asked = ask(row, *request, situation);
    if (!asked) return std::unexpected(asked.error());
    unit.bytes[generation_rows_ + candidate * asking_.size() + i] = asked->left;
    if (asked->left > 0 && situation.waits_for) ++waiting_[i][candidate];
  }
  return {};
}

/// Whatever the template does with it, twice or not at all, a longer output makes the request
/// longer in proportion.
Result<double> Survey::measure_echo(const Judge& judge, const SurveyRow& row,
                                    nlohmann::json fields) {
  constexpr std::size_t more = 1000;
  const auto size = [&](std::size_t length) -> Result<double> {
    fields["output"] = std::string(length, 'x');
    const auto request = judge.request(fields, row.format);
    if (!request) return std::unexpected(request.error());
    return static_cast<double>(row.dialect->encode(*row.model, *request).size());
  };
  const auto shorter = size(1);
  const auto longer = size(1 + more);
  if (!shorter) return shorter;
  if (!longer) return longer;
  return (*longer - *shorter) / static_cast<double>(more);
}

Result<Survey::Asked> Survey::ask(SurveyRow& row, const ChatRequest& request,
                                  const Situation& situation) {
  if (row.first.size() < 2)
    row.first.push_back({.id = situation.sample.id,
                         .stage = row.stage,
                         .model = row.model->name,
                         .messages = messages_json(request),
                         .output_known = !situation.waits_for});
  const auto body = row.dialect->encode(*row.model, request);
  const auto key = request_key(*row.model, body, situation.epoch);
  Asked asked{.reply = {}, .left = 0, .mark = key};
  if (situation.waits_for)
    asked.mark = Hasher().add(hex(*situation.waits_for)).add(hex(key)).finish();
  const bool is_new = seen_.add(asked.mark);
  if (is_new) ++row.calls;
  if (!situation.waits_for) {
    auto found = stored(row, key, body.size(), is_new);
    if (!found) return std::unexpected(found.error());
    asked.reply = std::move(*found);
  }
  if (!is_new || asked.reply || situation.done) return asked;
  ++row.left;
  row.left_bytes += static_cast<double>(body.size());
  asked.left = static_cast<std::uint32_t>(std::min<std::size_t>(body.size(), ~std::uint32_t{0}));
  return asked;
}

Result<std::optional<ChatReply>> Survey::stored(SurveyRow& row, const Digest& key,
                                                std::size_t bytes, bool is_new) {
  if (!store_) return std::nullopt;
  auto found = store_->get(key);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  const HttpReply reply{.status = 200, .headers = {}, .body = std::move((*found)->body)};
  auto decoded = row.dialect->decode(reply, WallTime{});
  if (!decoded) return std::nullopt;  // a run asks again too
  if (is_new) row.pilot.add(bytes, *decoded, milliseconds((*found)->latency_ms));
  return std::move(*decoded);
}

void Survey::end() {
  for (std::size_t i = 0; i < asking_.size(); ++i) {
    auto& row = rows_[generation_rows_ + i];
    for (std::size_t candidate = 0; candidate < generation_rows_; ++candidate) {
      const auto count = waiting_[i][candidate];
      row.waiting += count;
      row.waiting_bytes +=
          static_cast<double>(count) * expected_text_bytes(rows_[candidate]) * row.echo.value_or(0);
    }
  }
}

}  // namespace judge
