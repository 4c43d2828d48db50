#include "run/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "config/fallback.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 3> format_names{"json_schema", "json_object", "text"};

}  // namespace

std::vector<std::string> models_in_use(const Config& config) {
  std::vector<std::string> models;
  const auto add = [&models](const std::vector<std::string>& names) {
    for (const auto& name : names)
      if (std::ranges::find(models, name) == models.end()) models.push_back(name);
  };
  if (config.generate) add(config.generate->models);
  for (const auto& judge : config.judges) add(judge.models);
  for (const auto& judge : config.judges)
    if (!judge.against.empty()) add({judge.against});
  return with_fallbacks(config, std::move(models));
}

std::vector<std::string> candidates_of(const Config& config) {
  if (!config.generate) return {""};
  auto candidates = config.generate->models;
  if (std::ranges::all_of(config.judges, [](const auto& j) { return !j.against.empty(); }))
    std::erase(candidates, config.judges.front().against);
  return candidates;
}

bool names_candidates(const Config& config) {
  return config.generate && (config.generate->models.size() > 1 ||
                             std::ranges::any_of(config.judges, [](const auto& judge) {
                               return !judge.against.empty();
                             }));
}

Result<> check_prices(const Config& config) {
  if (!config.limits.usd) return {};
  for (const auto& name : models_in_use(config)) {
    const auto& price = config.model(name).price;
    if (!price.input || !price.output)
      return fail(
          Fault::config,
          fmt::format(
              "{}: limits.usd: the price of model {} is not known, so the limit could not be kept; "
              "add [models.{}] price = {{ input = …, output = … }} (USD per million tokens)",
              config.file.string(), printable(name), printable(name)));
  }
  return {};
}

std::optional<ReplyFormat> fixed_format(const JudgeConfig& judge) {
  if (judge.family != "auto" && judge.family != "json") return ReplyFormat::text;
  return format_named(judge.format);
}

std::string format_fact(const ModelConfig& model) {
  return "response_format|" + endpoint_identity(model) + "|" + model.model;
}

std::string_view name(ReplyFormat format) {
  return format_names[static_cast<std::size_t>(format)];
}

std::optional<ReplyFormat> format_named(std::string_view text) {
  const auto* const found = std::ranges::find(format_names, text);
  if (found == format_names.end()) return std::nullopt;
  return static_cast<ReplyFormat>(found - format_names.begin());
}

std::optional<double> max_output_tokens(const ModelConfig& model) {
  const auto in = [](const nlohmann::json& params) -> std::optional<double> {
    for (const auto* key : {"max_completion_tokens", "max_tokens", "max_output_tokens",
                            "maxOutputTokens", "maxTokens"})
      if (const auto found = params.find(key); found != params.end() && found->is_number())
        return found->get<double>();
    return std::nullopt;
  };
  if (const auto most = in(model.params)) return most;
  for (const auto* part : {"generationConfig", "inferenceConfig"})
    if (const auto found = model.params.find(part);
        found != model.params.end() && found->is_object())
      if (const auto most = in(*found)) return most;
  if (model.provider == Provider::anthropic) return default_max_tokens;
  return std::nullopt;
}

std::string output_of(const ChatReply& reply) {
  return reply.text.empty() && reply.refusal ? *reply.refusal : reply.text;
}

bool said_nothing(const ChatReply& reply) {
  return reply.text.empty() && reply.finish_reason == "length";
}

}  // namespace judge
