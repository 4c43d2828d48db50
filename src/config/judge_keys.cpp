#include "config/judge_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "config/sections.hpp"

namespace judge {

namespace {

struct Named {
  const char* name;
  Method method;
};

constexpr std::array methods = {
    Named{"score", Method::score}, Named{"choice", Method::choice},
    Named{"exact", Method::exact}, Named{"includes", Method::includes},
    Named{"regex", Method::regex}, Named{"numeric", Method::numeric},
};

struct Use {
  const char* key;
  std::vector<Method> methods;
};

const std::vector<Use>& uses() {
  using enum Method;
  static const std::vector<Use> table = {
      {"models", {score, choice}},   {"prompt", {score, choice}},
      {"system", {score, choice}},   {"format", {score, choice}},
      {"conflict", {score, choice}}, {"scale", {score}},
      {"choices", {choice}},         {"ignore_case", {exact, includes, regex}},
      {"pattern", {regex}},          {"tolerance", {numeric}},
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
  if (*text == "pairwise" || *text == "rubric") {
    judge.reading().problem(
        judge.entry("method"),
        fmt::format("method \"{}\" is not available in this version; there are: {}", *text,
                    enumerate(all_names())));
  } else {
    judge.one_of("method", all_names());
  }
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
