#pragma once

#include "grade/said.hpp"

namespace judge {

/// What a judge says of a pair. The labels' values: 1 = A, 0 = B, 0.5 = a tie.
struct Preferred {
  enum class Degree : std::uint8_t { unsaid, plain, strong };  // A, A>B, A>>B

  explicit Preferred(const Choice& said);

  const Choice* label;
  double value;
  Degree degree;

  /// "A" and "A>>B" do not contradict each other; "A>B" and "A>>B" do.
  bool operator==(const Preferred& other) const {
    return value == other.value &&
           (degree == Degree::unsaid || other.degree == Degree::unsaid || degree == other.degree);
  }
};

/// The names of both slots and of a tie: A, Assistant A, Output (a), tie, both, C …
std::span<const Choice> slot_labels();
/// The same and 1, 2, 0.
std::span<const Choice> numbered_labels();
/// A>>B and the like, nothing else.
std::span<const Choice> arena_labels();
/// slot_labels() and arena_labels(), with or without numbers.
std::span<const Choice> preference_labels(bool numbers);

/// Where in a label the slot's letter or number stands: 10 in "Assistant A".
std::size_t slot_at(std::string_view label);

}  // namespace judge
