#pragma once

#include <string>

#include "base/random.hpp"
#include "batch/batch_api.hpp"
#include "model/dialect.hpp"
#include "run/services.hpp"
#include "sched/retry.hpp"

namespace judge {

/// Sends the few calls that a model's batches take, one at a time.
class BatchSender {
 public:
  /// All of it outlives the sender.
  BatchSender(const ModelConfig& model, const Dialect& dialect, Seams& seams,
              const Redactor& redactor);

  using Answer = std::expected<std::string, CallError>;  // the reply's body
  /// One attempt, with the config's key of that number.
  Async<Answer> once(const BatchCall& call, std::size_t key);

  /// As often as `retry` allows: for calls that may be made twice. Begins with `key`, and goes on
  /// to the next one where that is refused; `key` is then the one that was taken.
  Async<Result<std::string>> send(BatchCall call, std::size_t& key);

  /// Waits as after a failed attempt; an error where there is to be no other.
  Async<Result<>> wait_after(CallError error, CallHistory& history);

  std::size_t keys() const { return std::max<std::size_t>(1, model_.api_keys.size()); }
  std::string key_source(std::size_t key) const;
  std::size_t key_of(const std::string& source) const;

 private:
  Error given_up(const CallError& error) const;

  const ModelConfig& model_;
  const Dialect& dialect_;
  Seams& seams_;
  const Redactor& redactor_;
  Random random_;
};

}  // namespace judge
