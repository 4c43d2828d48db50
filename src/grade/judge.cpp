#include "grade/judge.hpp"

#include <fmt/format.h>

#include <array>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "grade/answer.hpp"
#include "grade/form.hpp"
#include "grade/messages.hpp"

namespace judge {
namespace {

/// An output that a dataset holds may be a number.
std::expected<std::string, Unscored> output_text(const nlohmann::json& fields) {
  const auto output = fields.find("output");
  if (output != fields.end() && output->is_string()) return output->get<std::string>();
  if (output != fields.end() && (output->is_number() || output->is_boolean()))
    return output->dump();
  return std::unexpected(Unscored{"bad_output", "The sample's output is not text."});
}

bool is_cut_off(std::string_view finish_reason) {
  const auto reason = lower(finish_reason);
  return reason == "length" || reason == "max_tokens" || reason == "max_output_tokens";
}

Unscored refused(const std::string& refusal) {
  if (refusal == "content_filter")
    return {"content_filter", "The provider's content filter stopped the judge's answer."};
  return {"refusal", fmt::format("The judge refuses: {}", printable(excerpt(refusal, 400)))};
}

std::string with_form(std::string_view prompt, std::string_view form) {
  constexpr std::string_view between = "\n\n";
  prompt = trim(prompt);
  std::string whole;
  whole.reserve(prompt.size() + between.size() + form.size());
  whole.append(prompt).append(between).append(form);
  return whole;
}

}  // namespace

Result<Judge> Judge::make(const JudgeConfig& config) {
  Judge judge;
  judge.config_ = &config;
  if (asks_model(config.method)) {
    auto prompts = parse_prompts(config.system, config.prompt);
    if (!prompts) return std::unexpected(prompts.error());
    judge.system_ = std::move(prompts->system);
    judge.prompt_ = std::move(prompts->prompt);
    judge.form_ = verdict_form(config);
    append_json(judge.schema_, verdict_schema(config));
  } else if (config.method == Method::regex && !config.pattern.empty()) {
    auto pattern = Pattern::parse(config.pattern, config.ignore_case);
    if (!pattern)
      return fail(Fault::config,
                  fmt::format("{}: pattern: is no regular expression (RE2 syntax): {}", config.name,
                              printable(pattern.error())));
    judge.pattern_ = *std::move(pattern);
  }
  return judge;
}

Result<> Judge::check(const nlohmann::json& fields) const {
  if (asks_model(config_->method)) return check_prompts(system_, prompt_, fields);
  if (!pattern_ && !fields.contains("target"))
    return fail(Fault::dataset,
                fmt::format("{}: the sample has no field \"target\" to compare with. Name its "
                            "column in [dataset] fields = {{ target = \"…\" }}",
                            config_->name));
  const auto verdict = score(fields);
  if (verdict || verdict.error().reason != "bad_target") return {};
  return fail(Fault::dataset, fmt::format("{}: {}", config_->name, verdict.error().detail));
}

Result<ChatRequest> Judge::request(const nlohmann::json& fields, ReplyFormat format) const {
  ChatRequest request;
  if (!asks_model(config_->method)) {
    if (auto ready = check(fields); !ready) return std::unexpected(ready.error());
    return request;
  }
  auto messages = render_messages(system_, prompt_, fields);
  if (!messages) return std::unexpected(messages.error());
  request.messages = *std::move(messages);
  auto& prompt = request.messages.back().content.get_ref<std::string&>();
  prompt = with_form(prompt, form_);
  request.format = format;
  if (format == ReplyFormat::json_schema) {
    request.schema_name = "verdict";
    request.schema = schema_;
  }
  return request;
}

VerdictResult Judge::read(const ChatReply& reply) const {
  if (reply.refusal) return std::unexpected(refused(*reply.refusal));
  auto verdict = config_->method == Method::choice
                     ? read_choice(reply.text, config_->choices, config_->conflict)
                     : read_score(reply.text, config_->scale_min, config_->scale_max);
  if (verdict || !is_cut_off(reply.finish_reason)) return verdict;
  const auto& reason = verdict.error().reason;
  if (reason == "no_verdict" || reason == "empty")
    return std::unexpected(Unscored{
        "truncated", "The answer was cut off before its verdict; allow the judge more tokens."});
  return verdict;
}

VerdictResult Judge::score(const nlohmann::json& fields) const {
  const auto output = output_text(fields);
  if (!output) return std::unexpected(output.error());
  const auto target = fields.value("target", nlohmann::json());
  switch (config_->method) {
    case Method::exact:
      return score_exact(*output, target, config_->ignore_case);
    case Method::includes:
      return score_includes(*output, target, config_->ignore_case);
    case Method::regex:
      return pattern_ ? score_regex(*output, *pattern_)
                      : score_regex(*output, target, config_->ignore_case);
    case Method::numeric:
      return score_numeric(*output, target, config_->tolerance);
    case Method::score:
    case Method::choice:
      break;
  }
  return std::unexpected(Unscored{"no_verdict", "This method asks a model."});
}

}  // namespace judge
