#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "grade/said.hpp"

namespace judge {

/// How a verdict is marked as one.
enum class Mark { json, double_bracket, result, labelled, in_sentence };
constexpr std::size_t mark_count = 5;

/// Where a verdict may be.
struct Place {
  Mark mark = Mark::labelled;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view value;
  Span span = Span::whole;
  bool standing = true;      // by itself, not within a sentence
  bool weak = false;         // if it cannot be read, it was not meant
  std::size_t value_at = 0;  // left to the caller
};

using OnPlace = std::function<void(const Place&)>;

/// [[7]]
void find_double_brackets(std::string_view prose, const OnPlace& on_place);

/// [RESULT] 7
void find_results(std::string_view prose, const OnPlace& on_place);

/// Words before a colon: "Final score (1-10): 7", "**Grade:** C", "## Verdict", a line on.
struct Keyword {
  std::string_view word;
  bool weak = false;
  std::span<const std::string_view> then =
      {};  // words of which one may follow ("better response:")
  bool needs_then = false;
};
void find_labelled(std::string_view prose, std::span<const Keyword> keywords,
                   const OnPlace& on_place);

/// GRADE: 7 in mid-sentence, but not where a quotation mark opens before it.
void find_in_sentences(std::string_view prose, std::span<const Keyword> keywords,
                       const OnPlace& on_place);

/// The first line that is not empty.
void find_first_line(std::string_view prose, const OnPlace& on_place);

/// [7], but no index a[7], no link [7](…), and not [RESULT].
void find_single_brackets(std::string_view prose, const OnPlace& on_place);

}  // namespace judge
