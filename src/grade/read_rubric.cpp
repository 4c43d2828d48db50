#include "grade/read_rubric.hpp"

#include <fmt/format.h>

#include "grade/forms.hpp"
#include "grade/reading.hpp"
#include "grade/said_rubric.hpp"

namespace judge {

RubricResult read_rubric(std::string_view text, std::size_t count, Family family) {
  if (!holds(family, Asked::rubric))
    return std::unexpected(
        Unscored{"no_verdict", fmt::format("The family {} holds no rubric.", name_of(family))});
  const auto answer = answer_of(text);
  Said<std::vector<Met>> last;
  JsonTree loose;  // criteria that stand beside each other, an object each
  bool loose_last = false;
  const auto scan =
      scan_json_trees(answer.text, [&](std::size_t, std::size_t, const JsonTree& object) {
        if (is_criterion(object)) {
          loose.members.push_back(object);
          loose_last = true;
        } else if (auto said = said_rubric(object, count)) {
          last = std::move(said);
          loose_last = false;
        }
      });
  if (loose_last) last = said_criteria(loose, count);
  if (!last) return std::unexpected(no_verdict(text, answer, scan));
  return *std::move(last);
}

}  // namespace judge
