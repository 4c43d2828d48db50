#pragma once

#include <doctest/doctest.h>

#include <string>

#include "grade/verdict.hpp"

namespace judge::test {

/// "8", "CORRECT", or the reason in brackets: "(out_of_range)".
inline std::string shown(const VerdictResult& result) {
  if (!result) return "(" + result.error().reason + ")";
  return result->value.is_string() ? result->value.get<std::string>() : result->value.dump();
}

/// "A", or "A!" for one by far.
inline std::string shown_preference(const VerdictResult& result) {
  return shown(result) + (result && result->strong ? "!" : "");
}

/// A judge's text and what is to be read in it.
struct Case {
  std::string text;
  std::string expected;
};

inline std::string on_ten(const std::string& text) {
  return shown(read_score(text, 1, 10));
}

inline const std::vector<Choice>& grades() {
  static const std::vector<Choice> choices{{"CORRECT", 1}, {"PARTIAL", 0.5}, {"INCORRECT", 0}};
  return choices;
}

inline std::string graded(const std::string& text, const std::string& conflict = "last") {
  return shown(read_choice(text, grades(), conflict));
}

template <class Read>
void check_all(const std::vector<Case>& cases, Read read) {
  for (const auto& one : cases) {
    CAPTURE(one.text);
    CHECK(read(one.text) == one.expected);
  }
}

}  // namespace judge::test
