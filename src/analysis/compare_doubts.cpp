#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "analysis/compare_pairs.hpp"

namespace judge {
namespace {

const About::Judge* about_judge(const Contestant& side, const std::string& name) {
  if (side.about == nullptr) return nullptr;
  const auto found = std::ranges::find(side.about->judges, name, &About::Judge::name);
  return found == side.about->judges.end() ? nullptr : &*found;
}

std::string scale_of(const Column& column) {
  if (!column.min || !column.max) return "an unknown scale";
  return fmt::format("{:.6g} to {:.6g}", *column.min, *column.max);
}

std::string labels_of(const Column& column) {
  std::string text;
  for (const auto& choice : column.choices)
    text += fmt::format("{}{} = {:.6g}", text.empty() ? "" : ", ", choice.label, choice.value);
  return text;
}

std::string models_of(const About::Judge& judge) {
  return judge.models.empty() ? "no model" : fmt::format("{}", fmt::join(judge.models, ", "));
}

}  // namespace

std::vector<std::string> doubts(const Contestant& baseline, const Contestant& candidate,
                                const PairedJudge& judge) {
  std::vector<std::string> sentences;
  const auto& [first, second] = judge;
  const auto differ = [&](std::string_view what, const std::string& a, const std::string& b,
                          std::string_view so) {
    if (a != b)
      sentences.push_back(fmt::format("{}: {} differ: {} in {}, {} in {}; {}.", first->name, what,
                                      a, baseline.name, b, candidate.name, so));
  };
  constexpr std::string_view no_comparison = "their difference means little";
  differ("the judges", first->name, second->name, "theirs is part of the difference");
  differ("the scales", scale_of(*first), scale_of(*second), no_comparison);
  if (!first->choices.empty() && !second->choices.empty())
    differ("the labels' values", labels_of(*first), labels_of(*second), no_comparison);
  const auto* a = about_judge(baseline, first->name);
  const auto* b = about_judge(candidate, second->name);
  if (a == nullptr || b == nullptr) return sentences;
  differ("the methods", a->method, b->method, no_comparison);
  differ("the judge's models", models_of(*a), models_of(*b),
         "a difference may be theirs as well as the outputs'");
  return sentences;
}

}  // namespace judge
