#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/stop.hpp"
#include "config/load.hpp"
#include "doctor/advice.hpp"
#include "doctor/finding.hpp"
#include "model/dialect.hpp"
#include "model/rate_headers.hpp"
#include "net/transport.hpp"

namespace judge {

struct DoctorSeams {
  Executor loop;
  Clock& clock;
  HttpTransport& transport;
  StopSignal& stop;
  Environment environment;  // for the proxies' variables
};

struct NetworkOptions {
  bool calls = true;           // ask each model with each key; costs some tokens
  milliseconds timeout = 30s;  // of each request, where the config's own is not shorter
};

/// What one small call to a model with one of its keys has shown.
struct KeyCheck {
  std::size_t key = 0;          // in the model's api_keys; 0 where it has none
  int status = 0;               // HTTP's; 0: no reply
  std::optional<Advice> wrong;  // nullopt: it answered
  std::string error_class;      // "auth", …; "" where it answered
  std::string code;             // likewise
  milliseconds latency{0};
  ReplyFormat format = ReplyFormat::text;  // the strongest that was taken, of those a run asks for
  bool lacks_logprobs = false;             // a run asks for them
  std::optional<Usage> usage;              // nullopt: the server did not say
  std::optional<double> cost_usd;          // nullopt: usage or price is not known
  RateHeaders rates;
};

struct ModelCheck {
  const ModelConfig* model = nullptr;
  std::vector<KeyCheck> keys = {};  // empty: not asked
};

struct NetworkCheck {
  Findings findings;
  std::vector<ModelCheck> models;  // those in use
};

/// Reaches every address in use once, with a request without key or content, which no server bills;
/// then asks each model with each key, all at the same time. Ends within the timeouts. `config`
/// outlives it.
Async<NetworkCheck> check_network(const Config& config, DoctorSeams seams, NetworkOptions options);

}  // namespace judge
