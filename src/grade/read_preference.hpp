#pragma once

#include "grade/verdict.hpp"

namespace judge {

/// Whether bare 0, 1 and 2 are slots. PandaLM and others write 1 = first, 2 = second, 0 = tie; to a
/// judge that was asked for letters a number means something else.
enum class SlotCodes : std::uint8_t { letters, numbers };

/// Which of two outputs is better: value "A", "B" or "tie", score 1, 0 or 0.5 (for slot A), and
/// `strong` for A>>B and B>>A. Slots as they were shown to the judge: nothing is swapped back.
///
/// Where: "winner" in JSON (or "preference", "preferred", "better", "verdict", "choice", "label"),
/// [[A]], [RESULT] A, and after Winner, Verdict, Preference, Preferred, Better, Choice, Decision,
/// Judgment, Result or Answer and a colon ("Better response: A").
/// What:
/// - A, B; Assistant A, Response A, Answer A, Output (a), Model A, model_a, Option B, Candidate 1,
///   Response 2 and the like, any case.
/// - A>>B, A>B, A=B, B>A, B>>A, with or without spaces.
/// - A tie: C (as MT-bench has it), tie, draw, equal, same, both, neither and such, "both bad"
///   included: neither is better than the other. "none" is no verdict of any kind.
/// - 1, 2 and 0 (a tie) only with SlotCodes::numbers.
/// `conflict` is for several that differ: "last", "first" or "null" (unscored). A>B and A>>B do, A
/// and A>>B do not.
///
/// Family::mt_bench_pair knows no A>B, Family::arena_hard nothing else; for Family::pandalm codes
/// are always numbers.
VerdictResult read_preference(std::string_view text, std::string_view conflict,
                              SlotCodes codes = SlotCodes::letters,
                              Family family = Family::automatic);

/// The same verdict had the outputs been shown the other way round.
Verdict swapped(Verdict preference);

}  // namespace judge
