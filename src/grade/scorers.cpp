#include "grade/scorers.hpp"

#include <fmt/format.h>

#include <functional>

#include "base/text.hpp"
#include "grade/target.hpp"

namespace judge {
namespace {

using Test = std::function<std::expected<bool, Unscored>(const std::string&)>;

std::expected<std::string, Unscored> text_of(const nlohmann::json& target) {
  if (target.is_string()) return target.get<std::string>();
  if (target.is_number() || target.is_boolean()) return target.dump();
  return std::unexpected(bad_target(
      fmt::format("The target is {}, not text.", target.is_null() ? "null" : target.type_name())));
}

/// Every target is looked at, so that a bad one shows whatever the output is.
VerdictResult any(const nlohmann::json& target, const Test& test) {
  const auto texts = target_texts(target);
  if (!texts) return std::unexpected(texts.error());
  bool found = false;
  for (const auto& text : *texts) {
    const auto result = test(text);
    if (!result) return std::unexpected(result.error());
    found |= *result;
  }
  return truth(found);
}

std::expected<Pattern, Unscored> literal(std::string_view text) {
  auto pattern = Pattern::literal(text, true);
  if (!pattern)
    return std::unexpected(bad_target(fmt::format(
        "The target cannot be compared without regard to case: {}.", printable(pattern.error()))));
  return *std::move(pattern);
}

}  // namespace

Unscored bad_target(std::string detail) {
  return {"bad_target", std::move(detail)};
}

Verdict truth(bool value) {
  return {value, value ? 1.0 : 0.0, {}};
}

std::expected<std::vector<std::string>, Unscored> target_texts(const nlohmann::json& target) {
  std::vector<std::string> texts;
  const auto list = target.is_array() ? target : nlohmann::json::array({target});
  for (const auto& one : list) {
    auto text = text_of(one);
    if (!text) return std::unexpected(text.error());
    texts.push_back(*std::move(text));
  }
  if (texts.empty()) return std::unexpected(bad_target("The target is an empty list."));
  return texts;
}

VerdictResult score_exact(std::string_view output, const nlohmann::json& target, bool ignore_case) {
  return any(target, [&](const std::string& text) -> std::expected<bool, Unscored> {
    if (trim(text) == trim(output) || !ignore_case) return trim(text) == trim(output);
    const auto pattern = literal(trim(text));
    if (!pattern) return std::unexpected(pattern.error());
    return pattern->is_whole(trim(output));
  });
}

VerdictResult score_includes(std::string_view output, const nlohmann::json& target,
                             bool ignore_case) {
  return any(target, [&](const std::string& text) -> std::expected<bool, Unscored> {
    const auto wanted = trim(text);
    if (wanted.empty())
      return std::unexpected(bad_target("The target is empty, and so is in every output."));
    if (!ignore_case) return output.contains(wanted);
    const auto pattern = literal(wanted);
    if (!pattern) return std::unexpected(pattern.error());
    return pattern->occurs_in(output);
  });
}

VerdictResult score_regex(std::string_view output, const Pattern& pattern) {
  return truth(pattern.occurs_in(output));
}

VerdictResult score_regex(std::string_view output, const nlohmann::json& target, bool ignore_case) {
  return any(target, [&](const std::string& text) -> std::expected<bool, Unscored> {
    const auto pattern = Pattern::parse(text, ignore_case);
    if (!pattern)
      return std::unexpected(bad_target(fmt::format(
          "The target is no regular expression (RE2): {}.", printable(pattern.error()))));
    return pattern->occurs_in(output);
  });
}

VerdictResult score_json_schema(std::string_view output, const JsonSchema& schema) {
  const auto fault = schema.fault_of(output);
  auto verdict = truth(fault.empty());
  verdict.explanation = fault;
  return verdict;
}

}  // namespace judge
