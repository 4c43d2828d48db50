#include "batch/batch_ledger.hpp"

#include <charconv>

#include "batch/batch_json.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

using nlohmann::json;

constexpr std::size_t digits = 2 * sizeof(Digest);

std::string written(const OpenBatch& batch) {
  std::string keys;
  keys.reserve(batch.keys.size() * digits);
  for (const auto& key : batch.keys) keys += hex(key);
  const auto at = std::chrono::duration_cast<seconds>(batch.handed_over.time_since_epoch());
  return json{{"id", batch.id}, {"key", batch.key_source}, {"at", at.count()}, {"keys", keys}}
      .dump();
}

OpenBatch read(std::string marker, const std::string& value) {
  const auto noted = parsed(value);
  OpenBatch batch{.marker = std::move(marker),
                  .id = text_at(noted, "id"),
                  .key_source = text_at(noted, "key"),
                  .handed_over = WallTime(seconds(count_at(noted, "at"))),
                  .keys = {}};
  const auto keys = text_at(noted, "keys");
  for (std::size_t at = 0; at + digits <= keys.size(); at += digits)
    if (const auto key = digest_of(std::string_view(keys).substr(at, digits)))
      batch.keys.push_back(*key);
  return batch;
}

}  // namespace

std::optional<Digest> digest_of(std::string_view hex) {
  if (hex.size() != digits) return std::nullopt;
  Digest digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const auto* from = hex.data() + 2 * i;
    const auto [end, error] = std::from_chars(from, from + 2, digest[i], 16);
    if (error != std::errc() || end != from + 2) return std::nullopt;
  }
  return digest;
}

BatchLedger::BatchLedger(ResponseStore& store, const ModelConfig& model)
    : store_(store), prefix_("batch|" + endpoint_identity(model) + "|" + model.model + "|") {}

Async<Result<>> BatchLedger::note(const OpenBatch& batch) {
  co_return co_await store_.remember(prefix_ + batch.marker, written(batch));
}

Async<Result<>> BatchLedger::forget(const OpenBatch& batch) {
  co_return co_await store_.forget(prefix_ + batch.marker);
}

Async<Result<std::vector<OpenBatch>>> BatchLedger::open() {
  auto facts = co_await store_.recall_all(prefix_);
  if (!facts) co_return std::unexpected(facts.error());
  std::vector<OpenBatch> batches;
  for (const auto& [fact, value] : *facts)
    batches.push_back(read(fact.substr(prefix_.size()), value));
  co_return batches;
}

}  // namespace judge
