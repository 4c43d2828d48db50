#include "plan/troupe.hpp"

#include <nlohmann/json.hpp>

#include "plan/forecast.hpp"
#include "plan/rehearsal_data.hpp"

namespace judge {
namespace {

SimBehaviour behaviour_of(const SurveyRow& row, const PlannedCalls& planned, std::uint64_t seed) {
  SimBehaviour behaviour;
  behaviour.seed = seed;
  behaviour.latency = planned.latency;
  behaviour.latency_spread = milliseconds(0);
  behaviour.latency_sigma = latency_sigma(row, planned);
  behaviour.keeps_books = false;
  if (planned.left > 0) {
    const auto left = static_cast<double>(planned.left);
    behaviour.input_tokens = std::max(1.0, planned.input_tokens.expected / left);
    behaviour.output_tokens = planned.output_tokens.expected / left;
  }
  return behaviour;
}

/// A generated answer says whose it is; a judge's verdict may be any.
void sign(HttpReply& reply, std::size_t writer) {
  auto body = nlohmann::json::parse(reply.body);
  body["choices"][0]["message"]["content"] = rehearsed_output(writer);
  reply.body = body.dump();
}

}  // namespace

Troupe::Troupe(Executor loop, Clock& clock, const Survey& survey,
               const std::vector<PlannedCalls>& rows)
    : clock_(clock), survey_(survey) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    providers_.push_back(
        std::make_unique<SimProvider>(loop, clock, behaviour_of(survey.rows()[i], rows[i], i)));
}

Async<TransportResult> Troupe::send(const HttpRequest& request, StopSignal& stop) {
  const auto row = rehearsed_row(survey_, request.endpoint->url, request.body);
  auto result = co_await providers_[row]->send(request, stop);
  if (result && result->status == 200) {
    answered_.push_back(clock_.now());
    if (row < survey_.shape().writers) sign(*result, row);
  }
  co_return result;
}

}  // namespace judge
