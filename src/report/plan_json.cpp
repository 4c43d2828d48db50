#include <cmath>
#include <nlohmann/json.hpp>

#include "base/screen.hpp"
#include "report/plan_text.hpp"

namespace judge {
namespace {

using nlohmann::json;

template <class T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json();
}

json tokens(const Estimate& estimate) {
  const auto whole = [](double count) { return static_cast<std::int64_t>(std::llround(count)); };
  return {{"expected", whole(estimate.expected)},
          {"low", whole(estimate.low)},
          {"high", estimate.high ? json(whole(*estimate.high)) : json()}};
}

json usd(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  return {
      {"expected", estimate->expected}, {"low", estimate->low}, {"high", or_null(estimate->high)}};
}

const char* name(PlannedCalls::LatencyFrom from) {
  using From = PlannedCalls::LatencyFrom;
  switch (from) {
    case From::stored:
      return "stored";
    case From::option:
      return "option";
    case From::mock:
      return "mock";
    case From::assumption:
      break;
  }
  return "assumption";
}

const char* name(Binding binding) {
  switch (binding) {
    case Binding::rpm:
      return "rpm";
    case Binding::tpm:
      return "tpm";
    case Binding::connections:
      return "connections";
    case Binding::latency:
      break;
  }
  return "latency";
}

json row_json(const PlannedCalls& row) {
  return {{"stage", row.stage},
          {"model", row.model},
          {"calls", row.calls},
          {"left", row.left},
          {"gate_undecided", row.gated},
          {"repairs_not_counted", row.repairs},
          {"stored_answers", row.pilot},
          {"assumed", row.pilot == 0},
          {"input_tokens", tokens(row.input_tokens)},
          {"output_tokens", tokens(row.output_tokens)},
          {"cost_usd", usd(row.cost_usd)},
          {"latency_ms", row.latency.count()},
          {"latency_from", name(row.latency_from)}};
}

json time_json(const std::optional<PlannedTime>& time) {
  if (!time) return nullptr;
  return {{"duration_ms", time->duration.count()},
          {"simulated_calls", time->rehearsed},
          {"binds", name(time->binding)},
          {"model", time->model},
          {"without_ms", time->without ? json(time->without->count()) : json()},
          {"max_connections", time->connections},
          {"enough_connections", or_null(time->enough_connections)}};
}

json limits_json(const Plan& plan) {
  const auto& limits = plan.limits;
  return {{"usd", or_null(limits.usd)},
          {"usd_stops_at", or_null(stopped_by_budget(plan))},
          {"deadline_ms", limits.deadline ? json(limits.deadline->count()) : json()},
          {"deadline_stops_at", or_null(stopped_by_deadline(plan))}};
}

}  // namespace

std::string plan_json(const Plan& plan) {
  auto rows = json::array();
  for (const auto& row : plan.calls) rows.push_back(row_json(row));
  auto first = json::array();
  for (const auto& request : plan.first)
    first.push_back({{"id", request.id},
                     {"stage", request.stage},
                     {"model", request.model},
                     {"output_known", request.output_known},
                     {"messages", request.messages}});
  const json all{{"name", plan.name},
                 {"samples", plan.samples},
                 {"lines", plan.lines},
                 {"lines_done", plan.lines_done},
                 {"calls_left", plan.left()},
                 {"calls", std::move(rows)},
                 {"cost_usd", usd(plan.cost_usd)},
                 {"spent_usd", plan.spent_usd},
                 {"time", time_json(plan.time)},
                 {"limits", limits_json(plan)},
                 {"first_requests", std::move(first)}};
  return printable_json(all.dump(2, ' ', false, json::error_handler_t::replace)) + "\n";
}

}  // namespace judge
