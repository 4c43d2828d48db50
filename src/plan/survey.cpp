#include "plan/survey.hpp"

#include <algorithm>

namespace judge {
namespace {

SurveyRow row_for(std::string stage, const ModelConfig& model, ReplyFormat format) {
  SurveyRow row;
  row.stage = std::move(stage);
  row.model = &model;
  row.dialect = make_dialect(model);
  row.format = format;
  return row;
}

}  // namespace

Survey::Survey(const Config& config, const Pipeline& pipeline, Slots& slots, ReplyDatabase* store,
               OnReady on_ready)
    : config_(config), pipeline_(pipeline), slots_(slots), book_(store, std::move(on_ready)) {}

Result<> Survey::begin() {
  const auto& candidates = pipeline_.candidates();
  auto writers = pipeline_.generator() ? candidates : std::vector<std::string>{};
  const auto& against = pipeline_.against();
  if (pipeline_.generator() && !against.empty() &&
      std::ranges::find(candidates, against) == candidates.end())
    writers.push_back(against);
  for (const auto& model : writers)
    book_.add_row(row_for("generate", config_.model(model), ReplyFormat::text));
  for (const auto& judge : pipeline_.judges()) {
    if (!asks_model(judge.config().method)) continue;
    std::vector<std::size_t> rows;
    for (const auto& name : judge.config().models) {
      const auto& model = config_.model(name);
      const auto format = book_.format_of(judge.config(), model);
      if (!format) return std::unexpected(format.error());
      rows.push_back(book_.add_row(row_for(judge.config().name, model, *format)));
      book_.rows().back().repairs = judge.config().repair > 0;
    }
    add_parts(judge, rows);
  }
  shape_ = {.writers = writers.size(), .candidates = candidates.size(), .parts = parts_.size()};
  return {};
}

/// Which models and how many are the same whatever the coin says.
void Survey::add_parts(const Judge& judge, const std::vector<std::size_t>& rows) {
  const auto asks = judge.asks(false);
  for (std::size_t i = 0; i < asks.size(); ++i)
    parts_.push_back({.judge = &judge, .number = i, .row = rows[asks[i].model]});
}

Result<> Survey::look_at(const Sample& sample) {
  const auto& generator = pipeline_.generator();
  const auto turns = generator ? generator->turns(sample.fields) : 1;
  for (std::uint32_t epoch = 0; epoch < config_.run.epochs; ++epoch) {
    WorkUnit unit{.order = sample.index * config_.run.epochs + epoch,
                  .bytes = std::vector<std::uint32_t>(shape_.size(turns)),
                  .turns = turns};
    for (std::size_t candidate = 0; candidate < shape_.candidates; ++candidate) {
      const auto place = slots_.place(sample.index, epoch, candidate);
      const Line line{sample, epoch, candidate, slots_.done(place), unit};
      if (auto looked = look_at_line(line); !looked) return looked;
    }
    if (calls_of(unit) > 0) work_.add(std::move(unit));
  }
  return {};
}

}  // namespace judge
