// batch: many requests handed over at once, answered within a day at half the price. Their answers
// go into the store, where the run that follows finds them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/errors.hpp"
#include "config/config.hpp"
#include "net/transport.hpp"

namespace judge {

/// What one batch may hold.
struct BatchLimits {
  std::size_t requests = 0;
  std::size_t bytes = 0;  // of what is uploaded
};

/// One of the few calls that hand a batch over, ask for it and fetch it.
struct BatchCall {
  bool get = false;  // else POST
  std::string url;
  std::string content_type = "application/json";
  std::string body = {};
};

struct BatchStatus {
  bool ended = false;
  std::string words;  // the provider's: "in_progress"; may be hostile text
  std::uint64_t done = 0, total = 0;
  std::vector<std::string> outputs = {};  // what to fetch: answers, and errors of single requests
  std::string fault_code = {};            // of the batch as a whole: none of it was done
  std::string fault = {};                 // the provider's words
};

/// One request's outcome. A reply of status 0 was not worked on: the batch expired or was
/// cancelled.
struct BatchLine {
  std::string key;
  HttpReply reply;
};

/// A batch that the provider knows of.
struct ListedBatch {
  std::string id;
  std::string marker;  // ours, where the provider keeps one
  WallTime created{};
  std::uint64_t requests = 0;
};

/// One provider's batches. Pure: calls to bytes, replies to what they say. A request's `key` is its
/// custom_id: 64 hex digits, the most that every provider takes.
class BatchApi {
 public:
  virtual ~BatchApi() = default;
  virtual BatchLimits limits() const = 0;
  /// Adds a request to what is uploaded; `body` is what would be sent online, to the byte.
  virtual void add(std::string& pack, std::string_view key, std::string_view body) const = 0;
  /// Where a file has to be uploaded before the batch is made of it.
  virtual std::optional<BatchCall> upload(const ModelConfig& model, std::string&& pack) const = 0;
  /// `input`: the file's id, or the pack itself where nothing is uploaded.
  virtual BatchCall create(const ModelConfig& model, std::string&& input,
                           const std::string& marker) const = 0;
  virtual BatchCall look(const ModelConfig& model, const std::string& id) const = 0;
  virtual BatchCall cancel(const ModelConfig& model, const std::string& id) const = 0;
  virtual BatchCall fetch(const ModelConfig& model, const std::string& output) const = 0;
  virtual BatchCall list(const ModelConfig& model) const = 0;

  /// Of a file or a batch just made; nullopt where there is none.
  virtual std::optional<std::string> id_of(const std::string& reply) const = 0;
  virtual std::optional<BatchStatus> status_of(const std::string& reply) const = 0;
  /// nullopt: not a line of an output.
  virtual std::optional<BatchLine> line_of(std::string_view line) const = 0;
  virtual std::vector<ListedBatch> listed(const std::string& reply) const = 0;
};

/// nullptr where the provider has no batches that judge knows.
std::unique_ptr<BatchApi> make_batch_api(Provider provider);

}  // namespace judge
