#include <fmt/format.h>

#include "mock/openai.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

std::string choices(const CompletionRequest& request, const Answer& answer, std::uint64_t id) {
  if (answer.empty) return "[]";
  const bool refused = answer.finish == Answer::Finish::refusal;
  const std::string content = json_quoted(answer.content);
  const auto places = places_of(request, answer, id);
  return fmt::format(R"([{{"index":0,"message":{{"role":"assistant","content":{},"refusal":{}}},)"
                     R"("logprobs":{},"finish_reason":"{}"}}])",
                     refused ? "null" : content, refused ? content : "null",
                     places.empty()
                         ? "null"
                         : fmt::format(R"({{"content":{},"refusal":null}})", logprobs_json(places)),
                     answer.finish == Answer::Finish::length ? "length" : "stop");
}

std::string usage(const Answer& answer) {
  if (!answer.tells_usage) return {};
  return fmt::format(R"(,"usage":{{"prompt_tokens":{},"completion_tokens":{},"total_tokens":{},)"
                     R"("prompt_tokens_details":{{"cached_tokens":{}}},)"
                     R"("completion_tokens_details":{{"reasoning_tokens":0}}}})",
                     answer.prompt_tokens, answer.completion_tokens, answer.tokens(),
                     answer.cached_tokens);
}

/// Stands for all servers that say they are compatible: what it does not know it ignores.
class Chat final : public OpenAi {
 public:
  Checked<CompletionRequest> read(const HttpRequest& http, std::string_view model) const override {
    const auto body = read_object(http.body);
    if (!body) return std::unexpected(body.error());
    return read_chat(*body, model);
  }
  std::string_view format_field() const override { return "response_format"; }
  std::string body(const CompletionRequest& request, const Answer& answer,
                   Stamp stamp) const override {
    return chat_body(request, answer, stamp);
  }
};

}  // namespace

std::string chat_body(const CompletionRequest& request, const Answer& answer, Stamp stamp) {
  return fmt::format(
      R"({{"id":"chatcmpl-{:016x}","object":"chat.completion","created":{},"model":{},)"
      R"("choices":{}{},"system_fingerprint":"fp_mock"}})",
      stamp.id, stamp.created, json_quoted(request.model), choices(request, answer, stamp.id),
      usage(answer));
}

const Dialect& openai_chat() {
  static const Chat dialect;
  return dialect;
}

}  // namespace judge::mock
