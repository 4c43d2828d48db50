#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/boxed.hpp"
#include "model/dialect.hpp"
#include "run/format_learner.hpp"
#include "run/prefix_gate.hpp"
#include "run/record.hpp"
#include "run/services.hpp"
#include "sched/dispatcher.hpp"
#include "sched/hedging.hpp"
#include "sched/retry.hpp"
#include "stats/mean.hpp"

namespace judge {

/// The run is being stopped: the sample stays pending.
struct Stopped {};

/// Every key of the model is out of money or refused, the last one by `why`.
struct Dead {
  CallError why;
};

using NoAnswer = std::variant<Failure, Stopped, Dead>;
using AskResult = Boxed<CallRecord, NoAnswer>;

/// The request in a given reply format; its error (a dataset edited under the run) fails the
/// sample.
using RequestMaker = std::function<Result<ChatRequest>(ReplyFormat)>;

/// One model of the config: asks it, from the store where it has answered before, else over the
/// network with permits, rates, keys and retries. It outlives every ask(), and so does `make`.
class ModelClient {
 public:
  ModelClient(const ModelConfig& model, Services& services);

  struct Options {
    std::uint32_t epoch = 0;
    std::uint32_t vote = 0;             // of several answers to the same request
    std::uint64_t rank = 0;             // the unit's: the oldest is sent first
    std::optional<ReplyFormat> format;  // nullopt: the strongest the server takes
    bool afresh = false;                // do not look in the store; replace what is there
  };

  /// A reply that came is in the store before this returns. Of a dead model the store is all that
  /// is asked. What Dead leads to is the caller's to decide.
  Async<AskResult> ask(const RequestMaker& make, Options options);

  /// From now on the first call with a long prefix goes alone, for the provider's prompt cache.
  void warm_prefixes();

  const ModelConfig& model() const { return model_; }
  bool alive() const { return line_.keys_alive() > 0; }
  /// True the first time after the model died.
  bool death_is_news() { return std::exchange(death_is_news_, false); }
  /// Of attempts in flight; 0 while nobody asks it: a fallback that is not needed, or dead.
  std::size_t limit() const { return asked_ && alive() ? line_.limit() : 0; }

  /// Takes over what may change under a run: keys, max_connections, rpm, tpm and their bursts.
  /// What it did, in words; empty: nothing of that has changed.
  std::string reload(const ModelConfig& next);

 private:
  /// A key, by the number of its lane. `shown`: what a person may see of it.
  struct Key {
    std::optional<Secret> value;
    std::shared_ptr<const Endpoint> endpoint;
    std::string shown;
  };
  /// One call: what is asked, and what it has been through; lives as long as its ask_in().
  struct Call {
    Digest key;
    HttpRequest request;  // to the key that is asked now
    std::uint64_t rank = 0;
    std::vector<std::uint64_t> prefixes = {};
    CallHistory history = {};
    std::uint32_t attempts = 0;
    bool possibly_billed = false;
    bool server_down = false;  // at the last fault: then it does not count
  };
  /// A place in line, and the money for it.
  struct Permission {
    Slot slot;
    Spend reserved;
  };
  using Permitted = std::expected<Permission, NoAnswer>;
  using Replied = std::pair<ChatReply, StoredReply>;
  using Attempt = Boxed<Replied, CallError>;
  using Sent = Boxed<Replied, NoAnswer>;

  Async<AskResult> ask_in_best(const RequestMaker& make, Options options);
  Async<AskResult> ask_in(ReplyFormat format, const RequestMaker& make, Options options);
  const CallError* given_up(const Digest& key) const;
  std::expected<Call, NoAnswer> compose(ReplyFormat format, const RequestMaker& make,
                                        const Options& options) const;
  /// nullptr: it has not been asked before.
  Async<std::expected<std::unique_ptr<CallRecord>, Stopped>> look_up(Digest key);
  /// True where the call failed for a parameter that the server knows by its other name, under
  /// which it is sent from now on. What is asked stays the same, and so do the store's keys.
  bool learn_spelling(const NoAnswer& why);
  /// Then the call is ready to be sent again.
  bool respell(const NoAnswer& why, Call& call, ReplyFormat format, const RequestMaker& make,
               const Options& options);
  CallRecord record(ChatReply&& reply, const StoredReply& stored, bool from_store) const;
  AskResult stopped_by(const Error& why);
  Async<> enter_flight(const Digest& key);
  void leave_flight(const Digest& key);

  // client_send.cpp
  Async<Sent> send(Call& call);
  Permitted dead() const;
  Permitted budget_spent(const Spend& next);
  Async<Permitted> permission(const Call& call);
  Async<Attempt> exchange(Permission& permission, HttpRequest& request, Call& call,
                          StopSignal& stop);
  static Sent no_answer(NoAnswer&& why);
  static Sent cut_off();
  static Sent final_failure(CallError& error, const Call& call);
  void departs(Call& call);
  Attempt arrived(TransportResult& reply, Permission& permission, Call& call, Time sent_at);
  Attempt read(HttpReply reply, Slot slot, Call& call, Time sent_at);
  Spend spent(const Attempt& attempt, const Permission& permission, const Call& call) const;

  // client_hedge.cpp: a second attempt beside a slow one.
  struct Race;
  Async<Attempt> hedged(Permission& first, Call& call);
  Async<> run_first(Race& race, Permission& permission);
  Async<> run_second(Race& race);
  void watch(Race& race);
  void end_leg(Race& race, std::size_t leg, Attempt attempt);

  // client_keys.cpp
  void fail_slot(Slot slot, const CallError& error, Call& call);
  void key_died(std::size_t key, const CallError& error);
  std::optional<milliseconds> after_error(Call& call, const CallError& error);
  double estimate_tokens(const std::string& body) const;
  Spend price(double input_tokens, double output_tokens) const;
  Spend expected_spend(const std::string& body) const;
  Spend worst_spend(const std::string& body) const;
  void add_key(const ApiKey* key);
  std::string key_name(std::size_t key) const;
  bool reload_keys(const std::vector<ApiKey>& next, std::vector<std::string>& changes);

  ModelConfig model_;
  std::optional<ModelConfig> respelled_;  // its params as the server wants them
  Services& services_;
  std::unique_ptr<Dialect> dialect_;
  std::vector<Key> keys_;               // by lane, all that there ever were
  std::vector<std::size_t> keys_used_;  // the lanes of the config's keys, in its order
  Dispatcher line_;
  Hedging hedging_;
  FormatLearner formats_;
  Random random_;
  RunningMean output_tokens_;
  RunningMean input_tokens_a_byte_;  // of request body
  Time last_success_;
  bool asked_ = false;
  CallError death_;  // of the key that died last
  bool death_is_news_ = false;
  std::unique_ptr<PrefixGate> prefixes_;  // nullptr: prefixes are of no account
  // Identical calls wait for the first instead of paying again.
  std::unordered_map<Digest, std::list<OneShot<bool>*>, DigestHash> flights_;
};

}  // namespace judge
