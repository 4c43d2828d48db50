#include <fmt/format.h>

#include "mock/openai.hpp"
#include "mock/reading.hpp"

namespace judge::mock {
namespace {

Json output(const CompletionRequest& request, const Answer& answer, std::uint64_t id) {
  if (answer.empty) return Json::array();
  const bool cut = answer.finish == Answer::Finish::length;
  Json part;
  if (answer.finish == Answer::Finish::refusal)
    part = {{"type", "refusal"}, {"refusal", answer.content}};
  else
    part = {{"type", "output_text"},
            {"annotations", Json::array()},
            {"logprobs", Json::parse(logprobs_json(places_of(request, answer, id)))},
            {"text", answer.content}};
  return Json::array({Json{{"type", "message"},
                           {"id", fmt::format("msg_{:016x}", id)},
                           {"status", cut ? "incomplete" : "completed"},
                           {"role", "assistant"},
                           {"content", Json::array({std::move(part)})}}});
}

Json usage(const Answer& answer) {
  if (!answer.tells_usage) return nullptr;
  return {{"input_tokens", answer.prompt_tokens},
          {"input_tokens_details", {{"cached_tokens", answer.cached_tokens}}},
          {"output_tokens", answer.completion_tokens},
          {"output_tokens_details", {{"reasoning_tokens", 0}}},
          {"total_tokens", answer.tokens()}};
}

class Responses final : public OpenAi {
 public:
  Checked<CompletionRequest> read(const HttpRequest& http, std::string_view model) const override;
  std::string_view format_field() const override { return "text.format"; }
  std::string body(const CompletionRequest& request, const Answer& answer,
                   Stamp stamp) const override;
};

Checked<CompletionRequest> Responses::read(const HttpRequest& http, std::string_view) const {
  const auto body = read_object(http.body);
  if (!body) return std::unexpected(body.error());
  return read_responses(*body);
}

std::string Responses::body(const CompletionRequest& request, const Answer& answer,
                            Stamp stamp) const {
  const bool cut = answer.finish == Answer::Finish::length;
  const Json whole{{"id", fmt::format("resp_{:016x}", stamp.id)},
                   {"object", "response"},
                   {"created_at", stamp.created},
                   {"status", cut ? "incomplete" : "completed"},
                   {"error", nullptr},
                   {"incomplete_details", cut ? Json{{"reason", "max_output_tokens"}} : Json()},
                   {"model", request.model},
                   {"output", output(request, answer, stamp.id)},
                   {"parallel_tool_calls", true},
                   {"tool_choice", "auto"},
                   {"tools", Json::array()},
                   {"usage", usage(answer)}};
  return whole.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

const Dialect& openai_responses() {
  static const Responses dialect;
  return dialect;
}

}  // namespace judge::mock
