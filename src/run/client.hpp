#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <variant>
#include <vector>

#include "model/dialect.hpp"
#include "run/format_learner.hpp"
#include "run/record.hpp"
#include "run/services.hpp"
#include "sched/dispatcher.hpp"
#include "sched/retry.hpp"
#include "stats/mean.hpp"

namespace judge {

/// The run is being stopped: the sample stays pending.
struct Stopped {};

using AskResult = std::expected<CallRecord, std::variant<Failure, Stopped>>;

/// The request in a given reply format; its error (a dataset edited under the run) fails the
/// sample.
using RequestMaker = std::function<Result<ChatRequest>(ReplyFormat)>;

/// One model of the config: asks it, from the store where it has answered before, else over the
/// network with permits, rates, keys and retries. It outlives every ask().
class ModelClient {
 public:
  ModelClient(const ModelConfig& model, Services& services);

  struct Options {
    std::uint32_t epoch = 0;
    std::uint64_t rank = 0;             // the sample's place: the oldest is sent first
    std::optional<ReplyFormat> format;  // nullopt: the strongest the server takes
    bool afresh = false;                // do not look in the store; replace what is there
  };

  /// A reply that came is in the store before this returns.
  Async<AskResult> ask(RequestMaker make, Options options);

  std::size_t limit() const { return line_.limit(); }

 private:
  /// What one call has been through; lives as long as its send().
  struct Sending {
    CallHistory history;
    std::uint32_t attempts = 0;
    bool possibly_billed = false;
    bool server_down = false;  // at the last fault: then it does not count
  };
  using Attempt = std::expected<std::pair<ChatReply, StoredReply>, CallError>;
  using Sent = std::expected<std::pair<ChatReply, StoredReply>, std::variant<Failure, Stopped>>;

  Async<AskResult> ask_in(ReplyFormat format, RequestMaker make, Options options);
  Async<std::expected<std::optional<CallRecord>, Stopped>> look_up(Digest key);
  Async<AskResult> send_and_store(Digest key, std::string body, Options options);
  CallRecord record(ChatReply reply, const StoredReply& stored, bool from_store) const;
  Async<> enter_flight(Digest key);
  void leave_flight(const Digest& key);

  Async<Sent> send(std::string body, std::uint64_t rank);
  Async<std::expected<Attempt, Stopped>> attempt(const std::string& body, std::uint64_t rank,
                                                 Sending& sending);
  Async<Attempt> exchange(Slot slot, const std::string& body, Sending& sending);
  void fail_slot(Slot slot, const CallError& error, Sending& sending);
  void key_died(std::size_t key, const CallError& error);
  std::optional<milliseconds> after_error(Sending& sending, const CallError& error);
  double estimate_tokens(const std::string& body) const;
  double worst_cost(const std::string& body) const;

  struct DigestHash {
    std::size_t operator()(const Digest& digest) const { return short_digest(digest); }
  };

  const ModelConfig& model_;
  Services& services_;
  std::unique_ptr<Dialect> dialect_;
  std::vector<std::shared_ptr<const Endpoint>> endpoints_;  // one a key
  Dispatcher line_;
  FormatLearner formats_;
  Random random_;
  RunningMean output_tokens_;
  RunningMean input_tokens_a_byte_;  // of request body
  Time last_success_;
  // Identical calls wait for the first instead of paying again.
  std::unordered_map<Digest, std::list<OneShot<bool>*>, DigestHash> flights_;
};

}  // namespace judge
