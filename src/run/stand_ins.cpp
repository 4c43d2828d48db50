#include "run/stand_ins.hpp"

namespace judge {

StandIns::StandIns(const Config& config) {
  if (config.generate && !config.generate->models.empty())
    meant_.emplace("", config.generate->models.front());
  for (const auto& judge : config.judges)
    if (!judge.models.empty()) meant_.emplace(judge.name, judge.models.front());
  for (const auto& model : config.models) models_.insert(model.name);
}

/// Of several candidates the line itself names its own.
const std::string* StandIns::meant(const LineFigures::AnsweredBy& answer,
                                   const LineFigures& line) const {
  if (answer.judge.empty() && !line.model.empty()) return &line.model;
  const auto found = meant_.find(answer.judge);
  return found == meant_.end() ? nullptr : &found->second;
}

void StandIns::count(const LineFigures& line, Counts& counts) const {
  for (const auto& answer : line.answers) {
    const auto* asked = meant(answer, line);
    if (asked && *asked != answer.model && models_.contains(answer.model))
      ++counts[{*asked, answer.model}];
  }
}

}  // namespace judge
