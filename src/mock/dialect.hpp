#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "mock/completion.hpp"
#include "mock/limits.hpp"
#include "mock/refusal.hpp"
#include "mock/reply.hpp"

namespace judge::mock {

struct HttpRequest {
  std::string_view method = {};
  std::string_view target = {};
  std::function<std::string_view(std::string_view name)> headers = {};  // "" for one that is absent
  std::string_view body = {};

  std::string_view header(std::string_view name) const { return headers ? headers(name) : ""; }
};

/// What a reply tells beside the answer.
struct Notice {
  std::uint64_t id = 0;            // of the request
  const Limits* limits = nullptr;  // null where they are kept secret
  WallTime wall = {};
};

struct Stamp {
  std::uint64_t id;      // of the answer; what its logprobs are drawn by
  std::int64_t created;  // seconds since 1970
};

/// A provider's words for what the mock does: how it is asked, answers and refuses. Pure; knows
/// nothing of opinions, latency and faults.
class Dialect {
 public:
  virtual ~Dialect() = default;
  /// `key`: what the provider's own header must carry; empty: anything, or nothing.
  virtual Checked<> check_head(const HttpRequest& http, std::string_view key) const = 0;
  /// `model`: what the path names; empty where the body does.
  virtual Checked<CompletionRequest> read(const HttpRequest& http,
                                          std::string_view model) const = 0;
  /// The request's member that asks for an answer's form.
  virtual std::string_view format_field() const = 0;
  /// The body of a 200.
  virtual std::string body(const CompletionRequest& request, const Answer& answer,
                           Stamp stamp) const = 0;
  /// Of a 200, as header lines.
  virtual std::string headers(const Notice& notice) const = 0;
  virtual Reply error(const Refusal& refusal, const Notice& notice) const = 0;
};

/// Each a file. They live as long as the program.
const Dialect& openai_chat();
const Dialect& openai_responses();
const Dialect& azure();
const Dialect& anthropic();
const Dialect& gemini();
const Dialect& bedrock();

}  // namespace judge::mock
