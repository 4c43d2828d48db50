#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/secret.hpp"
#include "base/stop.hpp"
#include "model/dialect.hpp"
#include "net/transport.hpp"
#include "run/config_updates.hpp"
#include "run/progress.hpp"
#include "run/summary.hpp"
#include "sched/budget.hpp"
#include "store/response_store.hpp"

namespace judge {

/// The outside world of a run. Only the composition root (and a test) knows what is behind it.
struct Seams {
  Executor loop;
  Executor blocking;  // a thread pool for disk work; in tests the loop itself
  Clock& clock;
  HttpTransport& transport;
  Files& files;
  Progress& progress;
  StopSignal& stop;
  ConfigUpdates* updates = nullptr;  // none: the config stays as it is
};

/// Ends a run early, with the first reason that was given.
class Stopper {
 public:
  explicit Stopper(StopSignal& signal) : signal_(signal) {}
  void stop(Error reason) {
    if (!reason_ && signal_.level() == StopLevel::go) reason_ = std::move(reason);
    signal_.raise(StopLevel::drain);
  }
  const std::optional<Error>& reason() const { return reason_; }

 private:
  StopSignal& signal_;
  std::optional<Error> reason_;
};

struct DigestHash {
  std::size_t operator()(const Digest& digest) const { return short_digest(digest); }
};

/// Calls by the store's key, and why each is not to be made.
using CallFailures = std::unordered_map<Digest, CallError, DigestHash>;

/// What the parts of one run share.
struct Services {
  Seams& seams;
  ResponseStore& store;
  Stopper& stopper;
  Budget& budget;
  Effort& effort;
  const Redactor& redactor;
  std::uint64_t& possibly_billed;
  std::vector<std::string> dead_keys = {};  // which, and why
  std::size_t in_flight = 0;                // of all models
  const CallFailures* given_up = nullptr;
};

}  // namespace judge
