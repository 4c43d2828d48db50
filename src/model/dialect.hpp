// model: providers' dialects. Pure: a chat request to bytes, a reply to an answer or a classed
// error.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "config/config.hpp"
#include "net/transport.hpp"

namespace judge {

struct Message {
  std::string role;
  nlohmann::json content;  // a string, or content parts as the dataset has them
};

/// How the verdict's form is asked of the server; a server may refuse the stronger ones.
enum class ReplyFormat { json_schema, json_object, text };

struct ChatRequest {
  std::vector<Message> messages;
  ReplyFormat format = ReplyFormat::text;
  std::string schema_name;         // with json_schema
  std::string schema;              // with json_schema: JSON text
  std::uint32_t top_logprobs = 0;  // alternatives wanted for each token; 0: no logprobs
};

/// Tokens.
struct Usage {
  std::int64_t input = 0;                    // cached ones included
  std::optional<std::int64_t> cached_input;  // nullopt: the server did not say
  std::int64_t output = 0;                   // reasoning ones included
  std::optional<std::int64_t> reasoning = {};
  std::optional<std::int64_t> cache_write = {};  // part of input that is kept for later
  std::int64_t cache_write_1h = 0;               // part of cache_write that is kept for an hour
  bool batch = false;                            // it came by a batch, which costs less
};

/// A token and the logarithm (ln) of its probability.
struct TokenLogprob {
  std::string token;
  double logprob = 0;
};

/// A token of an answer, and the likeliest in its place.
struct AnswerToken {
  std::string token;
  double logprob = 0;
  std::vector<TokenLogprob> top;
};

struct ChatReply {
  std::string text;                    // "" where there is none
  std::optional<std::string> refusal;  // the model's own, or "content_filter"
  std::string finish_reason;           // "stop", "length", "content_filter", or the provider's
  std::optional<Usage> usage;          // nullopt: the server did not say
  std::vector<AnswerToken> logprobs;   // of the text's tokens; empty: the server gave none
};

enum class ErrorClass { rate_limit, transient, billing, auth, sample, config };
std::string_view name(ErrorClass error_class);  // "rate_limit", …

/// Why an attempt has no answer.
struct CallError {
  ErrorClass error_class = ErrorClass::transient;
  std::string
      code;  // the provider's, or ours: "timeout", "dns", "http_502", "empty_choices", "length", …
  std::string message;  // the provider's words, cut to 500 bytes; may be hostile text
  std::optional<milliseconds> retry_after;  // only where sane: > 0; not capped here
  std::optional<bool> should_retry;         // x-should-retry
  bool possibly_billed = false;
  bool rejects_format = false;     // a 400 that is about response_format: ask in a weaker form
  std::string unknown_param = {};  // a 400 that names a parameter the server does not know
};

/// What Anthropic is told, who has no default, where the params say nothing.
constexpr int default_max_tokens = 4096;

class Dialect {
 public:
  virtual ~Dialect() = default;
  /// With the query, without a key.
  virtual std::string url(const ModelConfig& model) const = 0;
  virtual std::vector<Header> headers(const ModelConfig& model, const Secret* key) const = 0;
  /// Canonical: the same request is the same bytes, without white space.
  virtual std::string encode(const ModelConfig& model, const ChatRequest& request) const = 0;
  /// `now` is for Retry-After dates. A reply that is stored decodes the same for ever, whatever
  /// `now` is.
  virtual std::expected<ChatReply, CallError> decode(const HttpReply& reply,
                                                     WallTime now) const = 0;
};

std::unique_ptr<Dialect> make_dialect(Provider provider, Api api = Api::chat);
std::unique_ptr<Dialect> make_dialect(const ModelConfig& model);

/// The class of an attempt that got no reply at all.
CallError classify(const TransportError& error);

/// USD, or nullopt where usage or a needed price is unknown. Cached input is priced as input where
/// it has no price of its own, or the server does not tell how much it was. What is written to a
/// cache is dearer than input, so it needs its own.
std::optional<double> cost_usd(const Price& price, const std::optional<Usage>& usage);
/// At the price that holds for so much input.
std::optional<double> cost_usd(const ModelConfig& model, const std::optional<Usage>& usage);
const Price& price_at(const ModelConfig& model, double input_tokens);

}  // namespace judge
