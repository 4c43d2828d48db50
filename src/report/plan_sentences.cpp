#include "report/plan_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "plan/pilot.hpp"
#include "report/numbers.hpp"
#include "report/plan_text.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

const ModelConfig& model_of(const Plan& plan, const std::string& name) {
  return *std::ranges::find(plan.models, name, &ModelConfig::name);
}

std::string per_key(const ModelConfig& model) {
  return model.api_keys.size() > 1 ? fmt::format(" for each of {} keys", model.api_keys.size())
                                   : "";
}

std::string rate(const std::optional<double>& stated, const std::optional<double>& mock) {
  return show_count(static_cast<std::uint64_t>(stated ? *stated : mock.value_or(0)));
}

std::string row_name(const PlannedCalls& row) {
  return fmt::format("{} by {}", printable(row.stage), printable(row.model));
}

std::string tokens_ground(const Plan& plan, const PlannedCalls& row) {
  if (row.pilot > 0)
    return fmt::format("{}: tokens and cost by {}, with 95 % intervals", row_name(row),
                       counted(row.pilot, "stored answer", "stored answers"));
  const auto most = max_output_tokens(model_of(plan, row.model));
  const auto assumed = std::min(most.value_or(assumed_output_tokens), assumed_output_tokens);
  const auto worst = most ? fmt::format("{} and {} at worst", fewest_characters_a_token, *most)
                          : "nothing bounds an answer: set max_completion_tokens";
  return fmt::format(
      "{}: fewer than {} stored answers; assumed {} characters a token, {} tokens an answer ({})",
      row_name(row), Pilot::enough, characters_a_token, assumed, worst);
}

std::string latency_ground(const PlannedCalls& row) {
  using From = PlannedCalls::LatencyFrom;
  const auto call = fmt::format("{}: a call takes {}", row_name(row), show_duration(row.latency));
  switch (row.latency_from) {
    case From::stored:
      return call + ", the median of stored answers";
    case From::option:
      return call + " (--latency)";
    case From::mock:
      return call + " (the mock's latency)";
    case From::assumption:
      break;
  }
  return call + ", which is assumed; --latency says otherwise";
}

/// What the count of a row's calls does not know.
std::vector<std::string> count_grounds(const PlannedCalls& row) {
  std::vector<std::string> sentences;
  if (row.gated > 0)
    sentences.push_back(
        fmt::format("{}: {} at most: of outputs not written yet, those that pass the gate are not "
                    "judged",
                    row_name(row), counted(row.gated, "call", "calls")));
  if (row.repairs)
    sentences.push_back(fmt::format(
        "{}: where no verdict can be read it is asked for once more (repair), which is not counted",
        row_name(row)));
  return sentences;
}

std::string budget_sentence(const Plan& plan) {
  auto limit = "limits.usd = " + show_usd(*plan.limits.usd);
  if (plan.spent_usd > 0) limit += fmt::format(" ({} of it spent)", show_usd(plan.spent_usd));
  if (const auto share = stopped_by_budget(plan))
    return fmt::format("{} stops it after about {} of the calls left", limit, show_rate(*share));
  const bool safe = plan.cost_usd && plan.cost_usd->high &&
                    plan.spent_usd + *plan.cost_usd->high <= *plan.limits.usd;
  return limit + (safe ? " is enough" : " is enough as expected, but not at worst");
}

}  // namespace

std::optional<double> stopped_by_budget(const Plan& plan) {
  if (!plan.limits.usd || !plan.cost_usd || plan.left() == 0) return std::nullopt;
  const auto there = std::max(0.0, *plan.limits.usd - plan.spent_usd);
  if (plan.cost_usd->expected <= there) return std::nullopt;
  return there / plan.cost_usd->expected;
}

std::optional<double> stopped_by_deadline(const Plan& plan) {
  if (!plan.limits.deadline || !plan.time || plan.time->duration <= *plan.limits.deadline)
    return std::nullopt;
  return static_cast<double>(plan.limits.deadline->count()) /
         static_cast<double>(plan.time->duration.count());
}

std::string time_sentence(const Plan& plan) {
  const auto& time = *plan.time;
  const auto how = time.rehearsed < plan.left()
                       ? fmt::format("{} calls simulated, the rest at their steady rate",
                                     show_count(time.rehearsed))
                       : "simulated call by call";
  return fmt::format("{} under the stated limits ({})", show_duration(time.duration), how);
}

std::string binding_sentence(const Plan& plan) {
  const auto& time = *plan.time;
  const auto& model = model_of(plan, time.model);
  const auto name = printable(time.model);
  const auto sooner = show_duration(time.without.value_or(time.duration));
  switch (time.binding) {
    case Binding::rpm:
      return fmt::format("rpm of {} ({} a minute{}): without it {}", name,
                         rate(model.rpm, model.mock.rpm), per_key(model), sooner);
    case Binding::tpm:
      return fmt::format("tpm of {} ({} a minute{}): without it {}", name,
                         rate(model.tpm, model.mock.tpm), per_key(model), sooner);
    case Binding::connections:
      return fmt::format("max_connections of {} ({}) times latency: without it {}", name,
                         show_count(time.connections), sooner);
    case Binding::latency:
      break;
  }
  return "latency: no limit holds the calls up";
}

std::string connections_sentence(const Plan& plan) {
  const auto& time = *plan.time;
  if (time.enough_connections)
    return fmt::format("max_connections of {} does not bind from {} on ({} configured)",
                       printable(time.model), show_count(*time.enough_connections),
                       show_count(time.connections));
  if (time.binding != Binding::connections) return "";
  return "no rpm or tpm is stated: more connections are faster, as far as the server goes";
}

std::vector<std::string> limit_sentences(const Plan& plan) {
  std::vector<std::string> sentences;
  if (plan.left() == 0) return sentences;
  if (plan.limits.usd) sentences.push_back(budget_sentence(plan));
  if (plan.limits.deadline) {
    const auto share = stopped_by_deadline(plan);
    sentences.push_back(
        fmt::format("limits.deadline = {} {}", show_duration(*plan.limits.deadline),
                    share ? fmt::format("stops it after about {} of the time", show_rate(*share))
                          : "is enough"));
  }
  return sentences;
}

std::vector<std::string> ground_sentences(const Plan& plan) {
  std::vector<std::string> sentences;
  for (const auto& row : plan.calls)
    if (row.left > 0) {
      std::ranges::move(count_grounds(row), std::back_inserter(sentences));
      sentences.push_back(tokens_ground(plan, row));
      sentences.push_back(latency_ground(row));
    }
  return sentences;
}

}  // namespace judge
