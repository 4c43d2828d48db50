#pragma once

#include <memory>
#include <vector>

#include "net/transport.hpp"
#include "plan/plan.hpp"
#include "plan/survey.hpp"
#include "sim/sim_provider.hpp"

namespace judge {

/// The providers of a rehearsal: one a row of the survey, each as fast and as talkative as the
/// forecast says.
class Troupe final : public HttpTransport {
 public:
  Troupe(Executor loop, Clock& clock, const Survey& survey, const std::vector<PlannedCalls>& rows);

  Async<TransportResult> send(const HttpRequest& request, StopSignal& stop) override;

  /// When the answers came, in order.
  const std::vector<Time>& answered() const { return answered_; }

 private:
  Clock& clock_;
  const Survey& survey_;
  std::vector<std::unique_ptr<SimProvider>> providers_;
  std::vector<Time> answered_;
};

}  // namespace judge
