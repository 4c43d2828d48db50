#pragma once

#include <string>
#include <string_view>

#include "mock/dialect.hpp"

namespace judge::mock {

/// What OpenAI's two ways of asking, and partly Azure's, have in common.
class OpenAi : public Dialect {
 public:
  Checked<> check_head(const HttpRequest& http, std::string_view key) const override;
  std::string headers(const Notice& notice) const override;
  Reply error(const Refusal& refusal, const Notice& notice) const override;
};

/// Of a body of chat/completions, what is asked. `model`: as in Dialect::read.
Checked<CompletionRequest> read_chat(const Json& body, std::string_view model);
/// Likewise of a body of responses.
Checked<CompletionRequest> read_responses(const Json& body);
/// A chat.completion.
std::string chat_body(const CompletionRequest& request, const Answer& answer, Stamp stamp);

/// Refuses more than 20 and what is no whole number; `key` names how many alternatives are wanted.
Checked<> read_top_logprobs(const Json& body, std::string_view key, CompletionRequest& request);
/// {"type": "json_schema", …}: the schema is in `schema`, a path within `format`.
Checked<> read_typed_format(const Json& format, std::string_view field, std::string_view schema,
                            CompletionRequest& request);
/// Refuses n > 1 and streams.
Checked<> check_answers(const Json& body);

/// x-ratelimit-{limit,remaining,reset}-{requests,tokens} as header lines, each with its CRLF.
std::string x_ratelimit(const Limits& limits, std::string (*reset)(Duration));

/// The value of "Authorization: Bearer …".
std::string_view bearer(const HttpRequest& http);

}  // namespace judge::mock
