#include "plan/forecast.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

constexpr double level = 0.95;
constexpr milliseconds assumed_latency = 2s;

Estimate estimate(const Projection& projection) {
  return {projection.expected, projection.low, projection.high};
}

double bytes_left(const SurveyRow& row) {
  return row.left_bytes + row.waiting_bytes;
}

void forecast_by_pilot(const SurveyRow& row, PlannedCalls& planned) {
  const auto left = static_cast<double>(row.left);
  planned.pilot = row.pilot.output.n();
  if (const auto input = row.pilot.input.project(left, bytes_left(row), level))
    planned.input_tokens = estimate(*input);
  if (const auto output = row.pilot.output.project(left, left, level))
    planned.output_tokens = estimate(*output);
}

void forecast_by_assumption(const SurveyRow& row, PlannedCalls& planned) {
  const auto left = static_cast<double>(row.left);
  const auto most = max_output_tokens(*row.model);
  const auto input = bytes_left(row) / characters_a_token;
  const auto output = left * std::min(most.value_or(assumed_output_tokens), assumed_output_tokens);
  planned.input_tokens = {input, input, bytes_left(row) / fewest_characters_a_token};
  planned.output_tokens = {output, output, {}};
  if (most) planned.output_tokens.high = left * *most;
}

std::optional<Estimate> cost(const SurveyRow& row, const PlannedCalls& planned) {
  const auto calls = static_cast<double>(std::max<std::uint64_t>(row.left, 1));
  const auto& price = price_at(*row.model, planned.input_tokens.expected / calls);
  if (!price.input || !price.output) return std::nullopt;
  const auto& pilot = row.pilot;
  const bool cached_known = planned.pilot > 0 && pilot.input_tokens > 0;
  const auto cached = cached_known ? pilot.cached_tokens / pilot.input_tokens : 0;
  const auto input_price =
      *price.input * (1 - cached) + price.cached_input.value_or(*price.input) * cached;
  const auto of = [&](double input, double output) {
    return (input * input_price + output * *price.output) / 1e6;
  };
  const auto& input = planned.input_tokens;
  const auto& output = planned.output_tokens;
  Estimate usd{of(input.expected, output.expected), of(input.low, output.low), {}};
  if (input.high && output.high) usd.high = of(*input.high, *output.high);
  return usd;
}

/// The median of `mock.latency`: "200ms", or "lognormal:200ms,0.5".
std::optional<milliseconds> mock_latency(const ModelConfig& model) {
  std::string_view text = model.mock.latency;
  constexpr std::string_view lognormal = "lognormal:";
  if (text.starts_with(lognormal)) text.remove_prefix(lognormal.size());
  return parse_duration(trim(text.substr(0, text.find(','))));
}

void forecast_latency(const SurveyRow& row, const PlanOptions& options, PlannedCalls& planned) {
  using From = PlannedCalls::LatencyFrom;
  planned.latency = assumed_latency;
  planned.latency_from = From::assumption;
  if (options.latency) {
    planned.latency = *options.latency;
    planned.latency_from = From::option;
  } else if (row.pilot.tells_latency()) {
    planned.latency = *row.pilot.latencies.median();
    planned.latency_from = From::stored;
  } else if (row.model->provider == Provider::mock) {
    planned.latency = mock_latency(*row.model).value_or(assumed_latency);
    planned.latency_from = From::mock;
  }
}

}  // namespace

PlannedCalls forecast(const SurveyRow& row, const PlanOptions& options) {
  PlannedCalls planned;
  planned.stage = row.stage;
  planned.model = row.model->name;
  planned.calls = row.calls;
  planned.left = row.left;
  planned.gated = row.gated;
  planned.repairs = row.repairs;
  if (row.pilot.tells_tokens())
    forecast_by_pilot(row, planned);
  else
    forecast_by_assumption(row, planned);
  planned.cost_usd = cost(row, planned);
  forecast_latency(row, options, planned);
  return planned;
}

std::optional<Estimate> total_cost(const std::vector<PlannedCalls>& rows) {
  Estimate total;
  for (const auto& row : rows) {
    if (row.left == 0) continue;
    if (!row.cost_usd) return std::nullopt;
    total.expected += row.cost_usd->expected;
    total.low += row.cost_usd->low;
    if (total.high && row.cost_usd->high)
      *total.high += *row.cost_usd->high;
    else
      total.high.reset();
  }
  return total;
}

double latency_sigma(const SurveyRow& row, const PlannedCalls& planned) {
  return planned.latency_from == PlannedCalls::LatencyFrom::stored ? row.pilot.latencies.sigma()
                                                                   : 0;
}

}  // namespace judge
