#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "mock/counters.hpp"
#include "mock/limits.hpp"
#include "mock/prompt_cache.hpp"
#include "mock/reply.hpp"
#include "mock/settings.hpp"

namespace judge::mock {

struct HttpRequest {
  std::string_view method = {};
  std::string_view target = {};
  std::string_view authorization = {};  // the header's value
  std::string_view api_key = {};        // of the header api-key, as Azure has it
  std::string_view body = {};
};

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
  Turn complete(const HttpRequest& request, Moment moment);
  Turn refuse_limit(const Admission& admission);
  Turn misfortune(FaultChoice fault, std::uint64_t number);
  Reply garbage(std::string body);
  bool may_enter(const HttpRequest& request) const;
  std::string standard_headers(std::uint64_t number) const;

  Settings settings_;
  Limits limits_;
  Counters counters_;
  std::optional<PromptCache> cache_;
  std::uint64_t arrived_ = 0;   // completions asked for, to name them
  std::uint64_t admitted_ = 0;  // those within the limits: what faults and delays are drawn by
  std::uint64_t garbage_ = 0;
};

}  // namespace judge::mock
