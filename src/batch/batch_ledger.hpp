#pragma once

#include <string>
#include <vector>

#include "base/hash.hpp"
#include "batch/batch_api.hpp"
#include "store/response_store.hpp"

namespace judge {

/// A batch whose answers are not in the store yet.
struct OpenBatch {
  std::string marker;      // ours: noted before the provider knows of it
  std::string id;          // the provider's; empty: whether it was made is not known
  std::string key_source;  // "env:OPENAI_API_KEY": whose account it is in
  WallTime handed_over{};
  std::vector<Digest> keys;  // of its requests
};

/// The open batches of a model, in the store: a run that is killed finds them again instead of
/// paying for them a second time. One is noted before it is made and when its id is known; it is
/// forgotten when its answers are stored.
class BatchLedger {
 public:
  BatchLedger(ResponseStore& store, const ModelConfig& model);
  Async<Result<>> note(const OpenBatch& batch);
  Async<Result<>> forget(const OpenBatch& batch);
  Async<Result<std::vector<OpenBatch>>> open();

 private:
  ResponseStore& store_;
  std::string prefix_;
};

/// 32 bytes of 64 hex digits; nullopt: it is something else.
std::optional<Digest> digest_of(std::string_view hex);

}  // namespace judge
