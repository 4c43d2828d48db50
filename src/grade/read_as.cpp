#include "grade/read_as.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace judge {
namespace {

Verdict unweighted(const std::vector<Met>& criteria) {
  Verdict verdict;
  verdict.value = nlohmann::json::array();
  for (const auto& criterion : criteria) {
    verdict.value.push_back(criterion.met);
    if (!verdict.explanation.empty()) verdict.explanation += '\n';
    verdict.explanation += criterion.explanation;
  }
  const auto met = std::ranges::count(criteria, true, &Met::met);
  verdict.score = criteria.empty() ? 0 : static_cast<double>(met) / criteria.size();
  return verdict;
}

struct Reader {
  Family family;
  std::string_view text;

  VerdictResult operator()(const ScoreAsked& asked) const {
    return read_score(text, asked.scale_min, asked.scale_max, family);
  }
  VerdictResult operator()(const ChoiceAsked& asked) const {
    return read_choice(text, asked.choices, asked.conflict, family);
  }
  VerdictResult operator()(const PreferenceAsked& asked) const {
    return read_preference(text, asked.conflict, asked.codes, family);
  }
  VerdictResult operator()(const MetAsked&) const { return read_met(text, family); }
  VerdictResult operator()(const RubricAsked& asked) const {
    const auto rubric = read_rubric(text, asked.criteria, family);
    if (!rubric) return std::unexpected(rubric.error());
    return unweighted(*rubric);
  }
};

}  // namespace

VerdictResult read_as(Family family, const AskedFor& asked, std::string_view text) {
  if (!holds(family, static_cast<Asked>(asked.index())))
    return std::unexpected(Unscored{
        "no_verdict", fmt::format("The family {} holds no such verdict.", name_of(family))});
  return std::visit(Reader{family, text}, asked);
}

}  // namespace judge
