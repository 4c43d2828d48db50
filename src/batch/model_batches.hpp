#pragma once

#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "batch/batch_ledger.hpp"
#include "batch/batch_sender.hpp"
#include "plan/call_book.hpp"

namespace judge {

/// How a model's batches stand.
struct BatchCounts {
  std::uint64_t batches = 0;   // open
  std::uint64_t requests = 0;  // of those
  std::uint64_t done = 0;      // of those, as the provider says
  std::uint64_t answered = 0;  // stored here, in this run
};

/// The batches of one model: gathers requests, hands them over, and brings their answers into the
/// store. Loop-thread only.
class ModelBatches {
 public:
  /// All of it outlives this.
  ModelBatches(const ModelConfig& model, ResponseStore& store, Seams& seams,
               const Redactor& redactor);

  /// Takes over what an earlier process has handed over.
  Async<Result<>> adopt();

  /// Gathers a call, unless it is in an open batch, or batches have failed it for good.
  void offer(const ReadyCall& call);
  bool has_full_pack() const { return packs_.size() > 1; }
  /// Hands over what is gathered; the last pack, which may not be full, only where it is `all`.
  Async<Result<>> hand_over(bool all);

  /// Asks once for each open batch and stores the answers of those that have ended.
  Async<Result<>> look_after();

  /// Some open batch holds a call that this run has offered.
  bool awaited() const;
  BatchCounts counts() const;
  const CallFailures& failures() const { return failures_; }
  const ModelConfig& model() const { return model_; }

 private:
  struct Pack {
    std::string text;
    std::vector<Digest> keys;
  };
  struct Open {
    OpenBatch batch;
    std::size_t key = 0;
    bool awaited = false;
    bool cancelled = false;
    std::uint64_t done = 0;
  };
  struct Try {
    std::uint32_t count = 0;
    CallError why;
  };

  Async<Result<>> hand_over(Pack pack);
  Async<Result<std::string>> upload(Pack& pack);
  Async<Result<>> create(Open& open, std::string input);
  Async<Result<std::optional<std::string>>> find(const Open& open);
  Async<Result<bool>> look(Open& open);
  Async<Result<>> cancel_if_late(Open& open);
  Async<Result<>> collect(Open& open, const BatchStatus& status);
  Async<Result<>> take_line(std::string_view line, std::unordered_set<Digest, DigestHash>& missing);
  Result<> batch_failed(const Open& open, const BatchStatus& status);
  void failed(const Digest& key, CallError why);
  void opened(Open open);

  const ModelConfig& model_;
  ResponseStore& store_;
  Seams& seams_;
  const Redactor& redactor_;
  std::unique_ptr<BatchApi> api_;
  std::unique_ptr<Dialect> dialect_;
  BatchSender sender_;
  BatchLedger ledger_;
  std::size_t key_ = 0;
  std::size_t most_requests_;
  std::deque<Pack> packs_;
  std::list<Open> open_;
  std::unordered_map<Digest, Open*, DigestHash> in_batch_;
  std::unordered_map<Digest, Try, DigestHash> tries_;
  CallFailures failures_;
  std::optional<ReplyFormat> refused_format_;
  std::uint64_t answered_ = 0;
  bool over_ = false;  // hybrid: the wait is over
};

}  // namespace judge
