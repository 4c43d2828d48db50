#include "grade/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "grade/answer.hpp"
#include "grade/decision.hpp"
#include "grade/form.hpp"
#include "grade/messages.hpp"
#include "grade/read_preference.hpp"
#include "grade/read_rubric.hpp"
#include "grade/said.hpp"

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
  if (form.empty()) return std::string(prompt);
  constexpr std::string_view between = "\n\n";
  prompt = trim(prompt);
  std::string whole;
  whole.reserve(prompt.size() + between.size() + form.size());
  whole.append(prompt).append(between).append(form);
  return whole;
}

std::unexpected<Error> bad_config(const JudgeConfig& config, std::string_view what,
                                  std::string_view why) {
  return fail(Fault::config, fmt::format("{}: {}: {}", config.name, what, printable(why)));
}

VerdictResult read_rubric_in(const JudgeConfig& config, std::string_view text) {
  const auto criteria = read_rubric(text, config.criteria.size());
  if (!criteria) return std::unexpected(criteria.error());
  std::vector<bool> met;
  std::string explanation;
  for (const auto& [is_met, why] : *criteria) {
    met.push_back(is_met);
    if (!why.empty())
      explanation += fmt::format("{}{}: {}", explanation.empty() ? "" : "\n", met.size(), why);
  }
  return rubric_verdict(config, met, std::move(explanation));
}

/// An expected preference is a number: the chance that the first is better.
Verdict swapped_back(Verdict verdict) {
  if (verdict.value.is_string()) return swapped(std::move(verdict));
  verdict.score = 1 - verdict.score;
  verdict.value = number_json(verdict.score);
  return verdict;
}

Asked asked_for(Method method) {
  if (method == Method::choice) return Asked::choice;
  return method == Method::pairwise ? Asked::preference : Asked::score;
}

Result<> needs_target(const JudgeConfig& config, const nlohmann::json& fields) {
  if (fields.contains("target")) return {};
  return fail(Fault::dataset,
              fmt::format("{}: the sample has no field \"target\" to compare with. Name its "
                          "column in [dataset] fields = {{ target = \"…\" }}",
                          config.name));
}

}  // namespace

Result<Judge> Judge::make(const JudgeConfig& config) {
  Judge judge;
  judge.config_ = &config;
  if (asks_model(config.method)) {
    judge.family_ = family_named(config.family).value_or(Family::automatic);
    if (config.method != Method::rubric && !holds(judge.family_, asked_for(config.method)))
      return bad_config(config, "family", fmt::format("{} holds no such verdicts", config.family));
    auto prompts = parse_prompts(config.system, config.prompt);
    if (!prompts) return std::unexpected(prompts.error());
    judge.system_ = std::move(prompts->system);
    judge.prompt_ = std::move(prompts->prompt);
    judge.form_ = verdict_form(config);
    judge.schema_ = verdict_schema(config).dump(-1, ' ', false,
                                                nlohmann::ordered_json::error_handler_t::replace);
  } else if (config.method == Method::regex && !config.pattern.empty()) {
    auto pattern = Pattern::parse(config.pattern, config.ignore_case);
    if (!pattern)
      return bad_config(config, "pattern: is no regular expression (RE2 syntax)", pattern.error());
    judge.pattern_ = *std::move(pattern);
  } else if (config.method == Method::json_schema) {
    auto schema = JsonSchema::parse(config.schema);
    if (!schema) return bad_config(config, "schema", schema.error());
    judge.json_schema_ = *std::move(schema);
  }
  return judge;
}

Result<> Judge::check(const nlohmann::json& fields) const {
  if (asks_model(config_->method)) {
    if (config_->method != Method::rubric) return check_prompts(system_, prompt_, fields);
    return check_prompts(system_, prompt_,
                         fields_for(fields, {.criterion = config_->ask_each ? 1U : 0U}));
  }
  if (json_schema_) return {};
  if (!pattern_)
    if (auto there = needs_target(*config_, fields); !there) return there;
  const auto verdict = score(fields);
  if (verdict || verdict.error().reason != "bad_target") return {};
  return fail(Fault::dataset, fmt::format("{}: {}", config_->name, verdict.error().detail));
}

std::vector<Ask> Judge::asks(bool coin) const {
  std::vector<Ask> asks;
  const bool pair = config_->method == Method::pairwise;
  const std::size_t orders = pair && config_->swap == Swap::both ? 2 : 1;
  const auto criteria = config_->ask_each ? config_->criteria.size() : 1;
  for (std::size_t model = 0; model < config_->models.size(); ++model)
    for (std::uint32_t vote = 0; vote < config_->votes; ++vote)
      for (std::size_t order = 0; order < orders; ++order)
        for (std::size_t criterion = 0; criterion < criteria; ++criterion)
          asks.push_back(
              {.model = model,
               .vote = vote,
               .swapped = orders == 2 ? order == 1 : pair && config_->swap == Swap::random && coin,
               .criterion = config_->ask_each ? criterion + 1 : 0});
  return asks;
}

nlohmann::json Judge::fields_for(const nlohmann::json& fields, const Ask& ask) const {
  auto shown = fields;
  if (ask.swapped) std::swap(shown["a"], shown["b"]);
  if (config_->method == Method::rubric) {
    shown["criteria"] = criteria_text(*config_, ask.criterion);
    if (ask.criterion > 0) shown["criterion"] = config_->criteria[ask.criterion - 1].text;
  }
  return shown;
}

Result<ChatRequest> Judge::request(const nlohmann::json& fields, const Ask& ask,
                                   ReplyFormat format) const {
  ChatRequest request;
  if (!asks_model(config_->method)) {
    if (auto ready = check(fields); !ready) return std::unexpected(ready.error());
    return request;
  }
  const bool as_it_is = !ask.swapped && config_->method != Method::rubric;
  auto messages = as_it_is ? render_messages(system_, prompt_, fields)
                           : render_messages(system_, prompt_, fields_for(fields, ask));
  if (!messages) return std::unexpected(messages.error());
  request.messages = *std::move(messages);
  auto& prompt = request.messages.back().content.get_ref<std::string&>();
  prompt = with_form(prompt, form_);
  request.format = format;
  if (format == ReplyFormat::json_schema) {
    request.schema_name = "verdict";
    request.schema = schema_;
  }
  if (config_->logprobs.wanted) request.top_logprobs = config_->logprobs.top;
  return request;
}

Result<ChatRequest> Judge::repair_request(const nlohmann::json& fields, const Ask& ask,
                                          ReplyFormat format, const std::string& answer) const {
  auto request = this->request(fields, ask, format);
  if (!request) return request;
  request->messages.push_back({"assistant", answer});
  request->messages.push_back(
      {"user", with_form("No verdict can be read in your answer. Keep your judgement as it is and "
                         "give it again, in the form that was asked for.",
                         form_)});
  return request;
}

bool Judge::may_repair(const ChatReply& reply, const VerdictResult& verdict) const {
  constexpr std::array<std::string_view, 4> hopeless{"refusal", "content_filter", "no_logprobs",
                                                     "low_coverage"};
  return config_->repair > 0 && !verdict && !reply.text.empty() &&
         std::ranges::find(hopeless, verdict.error().reason) == hopeless.end();
}

VerdictResult Judge::read_text(const ChatReply& reply, const Ask& ask) const {
  switch (config_->method) {
    case Method::choice:
      return read_choice(reply.text, config_->choices, config_->conflict, family_);
    case Method::pairwise:
      return read_preference(reply.text, config_->conflict, SlotCodes::letters, family_);
    case Method::rubric:
      return ask.criterion > 0 ? read_met(reply.text) : read_rubric_in(*config_, reply.text);
    default:
      return read_score(reply.text, config_->scale_min, config_->scale_max, family_);
  }
}

/// Of the scores that are whole numbers: tokens of others cannot be told apart.
ExpectedResult Judge::expected(const ChatReply& reply) const {
  if (config_->method == Method::choice) return expected_choice(reply.logprobs, config_->choices);
  if (config_->method == Method::pairwise) return expected_preference(reply.logprobs);
  std::vector<double> scores;
  for (auto score = std::ceil(config_->scale_min); score <= config_->scale_max; ++score)
    scores.push_back(score);
  return expected_score(reply.logprobs, scores);
}

VerdictResult Judge::read_logprobs(const ChatReply& reply) const {
  const auto expected = this->expected(reply);
  if (!expected) return std::unexpected(expected.error());
  if (expected->coverage < config_->logprobs.min_coverage)
    return std::unexpected(Unscored{
        "low_coverage", fmt::format("Valid verdicts have only {:.1f} % of the probability.",
                                    expected->coverage * 100)});
  return Verdict{.value = number_json(expected->value),
                 .score = expected->value,
                 .explanation = excerpt(answer_of(reply.text).text),
                 .coverage = expected->coverage};
}

/// As it was shown: who is in the first place is A.
VerdictResult Judge::read_shown(const ChatReply& reply, const Ask& ask) const {
  if (!config_->logprobs.wanted) return read_text(reply, ask);
  auto verdict = read_logprobs(reply);
  return verdict || !config_->logprobs.or_text ? verdict : read_text(reply, ask);
}

VerdictResult Judge::read(const ChatReply& reply, const Ask& ask) const {
  if (reply.refusal) return std::unexpected(refused(*reply.refusal));
  auto verdict = read_shown(reply, ask);
  if (verdict && ask.swapped) return swapped_back(*std::move(verdict));
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
    case Method::json_schema:
      return score_json_schema(*output, *json_schema_);
    default:
      return std::unexpected(Unscored{"no_verdict", "This method asks a model."});
  }
}

Verdict Judge::passed() const {
  double best = 1;
  if (config_->method == Method::score) best = config_->scale_max;
  if (config_->method == Method::choice)
    best = std::ranges::max(config_->choices, {}, &Choice::value).value;
  return {.value = true,
          .score = best,
          .explanation = fmt::format("Not asked: {} lets it pass.", config_->gate)};
}

}  // namespace judge
