#pragma once

#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/errors.hpp"
#include "mock/reply.hpp"
#include "mock/schema.hpp"

namespace judge::mock {

/// How long batches take, and what goes wrong with them: shares of 1.
struct BatchSettings {
  milliseconds takes{0};
  double line = 0;     // of the requests: they end with status 500
  double expired = 0;  // of the batches: they end with half of their requests not worked on
  double failed = 0;   // of the batches: refused as a whole when they are looked through

  /// "line=0.01,expired=0.1,failed=0.1".
  static Result<BatchSettings> read(std::string_view takes, std::string_view faults);
};

/// A request of a batch, and what came of it.
struct BatchItem {
  std::string custom_id;
  std::string body;
  std::optional<Reply> reply = {};  // nullopt: not worked on
};

struct Batch {
  enum class State { working, ended, expired, cancelled, failed };
  std::string id;
  std::string path;  // where each of its requests would go online
  std::string input_file = {};
  Json metadata = nullptr;
  WallTime made{};
  State state = State::working;
  std::vector<BatchItem> items = {};

  bool ended() const { return state != State::working; }
  std::size_t count(bool (*kind)(const BatchItem&)) const;
};

bool is_answered(const BatchItem& item);  // with a 200
bool is_refused(const BatchItem& item);   // with another status
bool is_left(const BatchItem& item);      // not worked on

/// Batches, from when they come in to their end, in memory.
class BatchShelf {
 public:
  /// Answers a request as it would be online, but for latency, limits and faults.
  using Complete = std::function<Reply(std::string_view path, std::string_view body)>;

  BatchShelf(BatchSettings settings, std::uint64_t seed, Complete complete)
      : settings_(settings), seed_(seed), complete_(std::move(complete)) {}

  Batch& add(Batch batch, WallTime now);
  /// Worked on as far as its time allows; nullptr: there is none of that id.
  Batch* find(std::string_view id, WallTime now);
  /// The latest first.
  std::vector<const Batch*> list(std::string_view id_prefix, WallTime now);
  void cancel(Batch& batch);

 private:
  void bring_up_to_date(Batch& batch, WallTime now);
  void work(Batch& batch, std::size_t items);

  BatchSettings settings_;
  std::uint64_t seed_;
  Complete complete_;
  std::list<Batch> batches_;
  std::uint64_t worked_on_ = 0;
};

}  // namespace judge::mock
