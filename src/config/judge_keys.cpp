#include "config/judge_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/sections.hpp"

namespace judge {

namespace {

struct Named {
  const char* name;
  Method method;
};

constexpr std::array methods = {
    Named{"score", Method::score},
    Named{"choice", Method::choice},
    Named{"pairwise", Method::pairwise},
    Named{"rubric", Method::rubric},
    Named{"exact", Method::exact},
    Named{"includes", Method::includes},
    Named{"regex", Method::regex},
    Named{"numeric", Method::numeric},
    Named{"json_schema", Method::json_schema},
};

struct Use {
  const char* key;
  std::vector<Method> methods;
};

const std::vector<Use>& uses() {
  using enum Method;
  static const std::vector<Method> asking = {score, choice, pairwise, rubric};
  static const std::vector<Use> table = {
      {"models", asking},
      {"prompt", asking},
      {"system", asking},
      {"format", asking},
      {"votes", asking},
      {"combine", asking},
      {"min_votes", asking},
      {"repair", asking},
      {"gate", {score, choice, rubric}},
      {"conflict", {score, choice, pairwise}},
      {"family", {score, choice, pairwise}},
      {"logprobs", {score, choice, pairwise}},
      {"scale", {score}},
      {"choices", {choice}},
      {"swap", {pairwise}},
      {"on_inconsistent", {pairwise}},
      {"against", {pairwise}},
      {"baseline", {pairwise}},
      {"criteria", {rubric}},
      {"ask", {rubric}},
      {"ignore_case", {exact, includes, regex}},
      {"pattern", {regex}},
      {"tolerance", {numeric}},
      {"schema", {json_schema}},
  };
  return table;
}

std::string name_of(Method method) {
  return std::ranges::find(methods, method, &Named::method)->name;
}

std::vector<std::string> names_of(const std::vector<Method>& list) {
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const Method method : list) names.push_back(name_of(method));
  return names;
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  names.reserve(methods.size());
  for (const Named& method : methods) names.emplace_back(method.name);
  return names;
}

}  // namespace

std::optional<Method> read_method(Section& judge) {
  const auto text = judge.line("method");
  if (!text) {
    if (!judge.has("method")) {
      judge.missing("method", "there are: " + enumerate(all_names()));
    }
    return std::nullopt;
  }
  const auto known = std::ranges::find(methods, *text, &Named::name);
  if (known != methods.end()) return known->method;
  judge.one_of("method", all_names());
  return std::nullopt;
}

void refuse_keys_of_other_methods(Section& judge, Method method) {
  for (const Use& use : uses()) {
    if (!judge.has(use.key) || std::ranges::count(use.methods, method) > 0) continue;
    judge.reading().problem(judge.entry(use.key),
                            fmt::format("is of no use to method \"{}\", only to: {}",
                                        name_of(method), enumerate(names_of(use.methods))));
  }
}

}  // namespace judge
