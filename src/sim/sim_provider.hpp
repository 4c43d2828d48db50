#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "mock/prompt_cache.hpp"
#include "net/transport.hpp"
#include "sim/behaviour.hpp"
#include "sim/books.hpp"
#include "sim/draws.hpp"
#include "sim/limits.hpp"

namespace judge {

/// An OpenAI-compatible server behind the transport seam, under virtual time. It keeps the books
/// that the promises are checked against. The same behaviour and the same calls are the same
/// replies; its run starts when it is made.
class SimProvider final : public HttpTransport {
 public:
  SimProvider(Executor loop, Clock& clock, SimBehaviour behaviour);

  Async<TransportResult> send(const HttpRequest& request, StopSignal& stop) override;

  using Books = SimBooks;
  const Books& books() const { return books_; }

 private:
  struct Key {
    std::uint32_t index;  // in the books
    SimKeyLimits limits;
    std::uint64_t granted = 0;  // answers it was given, whether or not they arrived
  };
  struct Request {
    std::string key;
    SimSize size;
    SimFate fate;
    std::size_t arrival = 0;  // in the books
    mock::PromptCache::Prefixes prefixes;
  };
  /// What comes of a request, and when.
  struct Reaction {
    TransportResult result;
    Duration after{};
    bool counted = false;
  };

  Key& key_named(const std::string& name);
  Request open(const HttpRequest& request);
  void close(const Request& request, const std::string& body, const TransportResult& result);
  Reaction react(const HttpRequest& request, const Request& seen);
  HttpReply decide(const HttpRequest& request, const Request& seen, Key& key, bool& counted);
  HttpReply answer(const std::string& body, const Request& seen, Key& key);
  HttpReply rate_limited(const Key& key, Duration wait, bool tokens);
  Reaction in_outage(const Outage& outage, const Key& key, Duration latency);
  bool is_broke(const Request& seen, const Key& key) const;

  Executor loop_;
  Clock& clock_;
  SimBehaviour behaviour_;
  Random random_;
  Books books_;
  std::map<std::string, Key> keys_;
  mock::PromptCache cache_;                                   // of all keys, as of one account
  std::unordered_map<std::uint64_t, std::uint32_t> samples_;  // by a body's digest
};

}  // namespace judge
