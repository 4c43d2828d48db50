#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace judge {

/// What a judge is asked for.
enum class Asked : std::uint8_t { score, choice, preference, met, rubric };

/// Forms in which judges write verdicts, as others have named them. A reader that is restricted to
/// one sees no other. None looks into JSON but "json": what JSON quotes is not the judge's word.
/// In all of them <think> blocks are left out, the last verdict wins, and letters are read in any
/// case.
///
///   name           asked for                  grammar
///   auto           all                        every form below at once, see grade/verdict.hpp
///   json           all                        an object with the wanted key, in prose or a fence:
///                                             {"score": 7}, {"choice": "C"}, {"winner": "A"},
///                                             {"met": true}, {"criteria": [...]}
///   mt-bench       score, choice, met         [[7]]; only where there is none, [7]
///   mt-bench-pair  preference                 [[A]], [[B]], [[C]] (C = tie)
///   arena-hard     preference                 [[A>>B]] [[A>B]] [[A=B]] [[B>A]] [[B>>A]]
///   prometheus     score, choice, preference  [RESULT] 4, [RESULT] A; prose may follow
///   pandalm        preference                 the first line is 1, 2 or Tie, prose follows
///   inspect        score, choice, met         GRADE: C, at best at a line's start; GRADE: C in
///                                             mid-sentence counts where there is no other and no
///                                             quotation mark before it
///
/// Sources: FastChat llm_judge/common.py, arena-hard-auto v0.1 gen_judgment.py, prometheus-eval
/// parser.py, PandaLM utils, inspect_ai scorer/_model.py.
enum class Family : std::uint8_t {
  automatic,
  json,
  mt_bench,
  mt_bench_pair,
  arena_hard,
  prometheus,
  pandalm,
  inspect
};

struct FamilyEntry {
  std::string_view name;
  Family family;
  std::string_view example;  // for help texts: "[[7]]"
};

/// All, in the order above.
std::span<const FamilyEntry> families();

std::optional<Family> family_named(std::string_view name);
std::string_view name_of(Family family);

/// Whether such a verdict can be read in the family at all; for a config's check.
bool holds(Family family, Asked asked);

}  // namespace judge
