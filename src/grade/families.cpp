#include "grade/families.hpp"

#include <algorithm>
#include <array>

#include "grade/forms.hpp"

namespace judge {
namespace {

constexpr std::array entries{
    FamilyEntry{"auto", Family::automatic, "any of them"},
    FamilyEntry{"json", Family::json, R"({"score": 7})"},
    FamilyEntry{"mt-bench", Family::mt_bench, "[[7]]"},
    FamilyEntry{"mt-bench-pair", Family::mt_bench_pair, "[[A]], [[C]] for a tie"},
    FamilyEntry{"arena-hard", Family::arena_hard, "[[A>>B]]"},
    FamilyEntry{"prometheus", Family::prometheus, "[RESULT] 4"},
    FamilyEntry{"pandalm", Family::pandalm, "1, 2 or Tie on the first line"},
    FamilyEntry{"inspect", Family::inspect, "GRADE: C"},
};

constexpr std::array grade_keyword{Keyword{"grade"}};

}  // namespace

std::span<const FamilyEntry> families() {
  return entries;
}

std::optional<Family> family_named(std::string_view name) {
  const auto found = std::ranges::find(entries, name, &FamilyEntry::name);
  if (found == entries.end()) return std::nullopt;
  return found->family;
}

std::string_view name_of(Family family) {
  return std::ranges::find(entries, family, &FamilyEntry::family)->name;
}

bool holds(Family family, Asked asked) {
  using enum Asked;
  switch (family) {
    case Family::automatic:
    case Family::json:
      return true;
    case Family::mt_bench:
    case Family::inspect:
      return asked == score || asked == choice || asked == met;
    case Family::prometheus:
      return asked == score || asked == choice || asked == preference;
    case Family::mt_bench_pair:
    case Family::arena_hard:
    case Family::pandalm:
      return asked == preference;
  }
  return false;
}

Forms forms_of(Family family) {
  switch (family) {
    case Family::automatic:
      return {.json = true,
              .double_brackets = true,
              .single_brackets = true,
              .results = true,
              .labels = true,
              .bare = true};
    case Family::json:
      return {.json = true};
    case Family::mt_bench:
      return {.double_brackets = true, .single_brackets = true};
    case Family::mt_bench_pair:
    case Family::arena_hard:
      return {.double_brackets = true};
    case Family::prometheus:
      return {.results = true};
    case Family::pandalm:
      return {.first_line = true};
    case Family::inspect:
      return {.labels = true, .in_sentences = true, .keywords = grade_keyword};
  }
  return {};
}

}  // namespace judge
