#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "mock/batches.hpp"
#include "mock/counters.hpp"
#include "mock/limits.hpp"
#include "mock/prompt_cache.hpp"
#include "mock/routes.hpp"
#include "mock/settings.hpp"

namespace judge::mock {

/// What the connection is to do with one request.
struct Turn {
  enum class Ending {
    answer,  // the reply
    reset,   // reset the connection
    stall,   // nothing until the client leaves
    freeze,  // half of the reply, then nothing until the client leaves
  };
  Reply reply = {};
  Ending ending = Ending::answer;
  Duration delay{};                            // before the ending
  bool counted = true;                         // in the statistics
  std::optional<std::uint64_t> answered = {};  // hash of the body that the reply truly answers
  PromptCache::Prefixes prefixes = {};         // of its prompt, where there is a cache
};

/// The mock without its wires: requests in, turns out. Single-threaded.
class Service {
 public:
  Service(Settings settings, Time now);
  Service(const Service&) = delete;  // its batches refer to it
  Service& operator=(const Service&) = delete;

  Turn handle(const HttpRequest& request, Time now, WallTime wall);
  /// The reply goes out: only now is its prompt in the cache.
  void finished(const Turn& turn, Time now) {
    if (cache_) cache_->keep(turn.prefixes, now);
  }
  Counters& counters() { return counters_; }

 private:
  struct Moment {
    Time now;
    WallTime wall;
  };
  Turn complete(const Route& route, const HttpRequest& request, Moment moment);
  Turn models(const HttpRequest& request) const;
  Checked<CompletionRequest> read(const Route& route, const HttpRequest& request) const;
  Checked<CompletionRequest> read_body(const Route& route, const HttpRequest& request) const;
  Reply answer_in_batch(std::string_view path, std::string_view body) const;
  Checked<> admit(const Answer& answer, Time now);
  Turn misfortune(const Dialect& dialect, FaultChoice fault, const Notice& notice);
  void look_up(Turn& turn, const CompletionRequest& asked, Answer& answer, Time now);
  Reply garbage(std::string body);

  Settings settings_;
  Limits limits_;
  Counters counters_;
  std::optional<PromptCache> cache_;
  Batches batches_;
  std::uint64_t arrived_ = 0;   // completions asked for, to name them
  std::uint64_t admitted_ = 0;  // those within the limits: what faults and delays are drawn by
  std::uint64_t garbage_ = 0;
};

}  // namespace judge::mock
