// store: what has been paid for (SQLite) and what has been judged (JSONL), kept through crashes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/errors.hpp"
#include "base/hash.hpp"

namespace judge {

/// A reply as it came (key already taken out), and what it took to get it.
struct StoredReply {
  std::string body;
  std::string model;  // the provider's name of it
  std::int64_t latency_ms = 0;
  std::uint32_t attempts = 1;
  bool possibly_billed_before = false;  // an earlier attempt may have been billed without an answer
};

/// What was noted, and under which name.
using Fact = std::pair<std::string, std::string>;

struct StoreTotals {
  std::uint64_t replies = 0;
  std::uint64_t bytes = 0;  // of the database: its pages
};

enum class StoreUse {
  shared,    // by several processes, which takes memory that they share: a local disk
  exclusive  // by one at a time
};

class ResponseStore {
 public:
  /// `blocking` runs the database's work (one group at a time); `loop` resumes who waits.
  /// Fault::disk where it cannot be opened or is not a store. `file` may be an SQLite URI
  /// ("file:/name?vfs=memdb" lives in memory while any store of that name is open). `clock` times
  /// the syncs; nullptr: real time.
  /// Destroyed after close(), or when nobody waits any more: calls still queued are worked on even
  /// so, and `loop` outlives what runs on `blocking`.
  static Result<std::unique_ptr<ResponseStore>> open(const std::filesystem::path& file,
                                                     Executor loop, Executor blocking,
                                                     Clock* clock = nullptr,
                                                     StoreUse use = StoreUse::shared);
  virtual ~ResponseStore() = default;

  /// A reply that is no longer what was put counts as absent. Sees all that was put before, here or
  /// by a run that has ended; of what a run beside this one puts, what was committed before the
  /// last group that was worked on here.
  virtual Async<Result<std::optional<StoredReply>>> get(Digest key) = 0;

  /// Returns when it is committed: kill -9 cannot lose it, loss of power only within a second.
  /// Fault::disk: nothing of it is stored, nor of what was written together with it.
  /// The first reply stored under a key stays, unless `replace`: somebody asked again on purpose.
  virtual Async<Result<>> put(Digest key, StoredReply reply, bool replace = false) = 0;

  /// Small facts about servers ("openai|http://…|llama3|format" → "text"), so that they are learned
  /// once.
  virtual Async<Result<std::optional<std::string>>> recall(std::string fact) = 0;
  virtual Async<Result<>> remember(std::string fact, std::string value) = 0;
  /// All facts that begin so, in order.
  virtual Async<Result<std::vector<Fact>>> recall_all(std::string prefix) = 0;
  virtual Async<Result<>> forget(std::string fact) = 0;

  /// Commits and checkpoints what is queued. After it, nothing else is called.
  virtual Async<Result<>> close() = 0;
};

/// For `judge status`: reads without writing; nullopt where there is no such file.
Result<std::optional<StoreTotals>> store_totals(const std::filesystem::path& file);

}  // namespace judge
