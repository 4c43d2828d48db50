#include "plan/plan.hpp"

#include <algorithm>
#include <functional>

#include "plan/binding.hpp"
#include "plan/forecast.hpp"
#include "plan/foreseen.hpp"
#include "plan/survey.hpp"
#include "run/opening.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

constexpr std::uint64_t shown_every = 256;

void show(Progress& progress, std::string_view stage, std::uint64_t done) {
  if (done % shown_every != 0) return;
  Snapshot now;
  now.stage = stage;
  now.done = done;
  progress.update(now);
}

Result<> survey_all(const Config& config, const DatasetSummary& summary, Survey& survey,
                    Progress& progress) {
  if (auto begun = survey.begin(); !begun) return begun;
  auto reader = open_samples(config.dataset, config.run.seed, summary);
  if (!reader) return std::unexpected(reader.error());
  for (std::uint64_t samples = 0;; ++samples) {
    auto sample = (*reader)->next();
    if (!sample) return std::unexpected(sample.error());
    if (!*sample) break;
    show(progress, "rendering requests", samples);
    if (auto looked = survey.look_at(**sample); !looked) return looked;
  }
  survey.end();
  return {};
}

/// Two, of two stages where there are several.
std::vector<PlannedRequest> first_requests(const std::vector<SurveyRow>& rows) {
  constexpr std::size_t most = 2;
  std::vector<PlannedRequest> first;
  const auto add = [&first](const PlannedRequest& request) {
    if (first.size() < most) first.push_back(request);
  };
  for (const auto& row : rows) {
    const bool there = std::ranges::find(first, row.stage, &PlannedRequest::stage) != first.end();
    if (!there && !row.first.empty()) add(row.first.front());
  }
  if (first.size() == 1 && rows.front().first.size() > 1) add(rows.front().first[1]);
  return first;
}

}  // namespace

std::uint64_t Plan::left() const {
  std::uint64_t left = 0;
  for (const auto& row : calls) left += row.left;
  return left;
}

Result<Plan> make_plan(const Config& config, const PlanOptions& options, Files& files,
                       Progress& progress) {
  if (auto fit = check_prices(config); !fit) return std::unexpected(fit.error());
  const auto pipeline = Pipeline::make(config, files);
  if (!pipeline) return std::unexpected(pipeline.error());
  std::uint64_t checked = 0;
  auto opening = look_as_run_does(config, *pipeline, files, [&](const Sample&) -> Result<> {
    show(progress, "checking the dataset", ++checked);
    return {};
  });
  if (!opening) return std::unexpected(opening.error());
  const auto store = ReplyDatabase::open_to_read(config.run.store);
  if (!store) return std::unexpected(store.error());
  Survey survey(config, *pipeline, opening->slots, store->get());
  if (auto surveyed = survey_all(config, opening->index.summary(), survey, progress); !surveyed)
    return std::unexpected(surveyed.error());

  const auto& tally = opening->tally.so_far();
  Plan plan;
  plan.name = config.run.name;
  plan.samples = opening->index.summary().samples;
  plan.lines = tally.total;
  plan.lines_done = tally.done();
  plan.spent_usd = tally.cost_usd;
  plan.limits = config.limits;
  plan.models = config.models;
  plan.first = first_requests(survey.rows());
  for (const auto& row : survey.rows()) plan.calls.push_back(forecast(row, options));
  plan.cost_usd = total_cost(plan.calls);
  if (plan.left() == 0) return plan;
  auto time = planned_time(config, survey, plan.calls, progress);
  if (!time) return std::unexpected(time.error());
  plan.time = *time;
  return plan;
}

}  // namespace judge
