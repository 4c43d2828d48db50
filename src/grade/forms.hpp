#pragma once

#include <span>

#include "grade/families.hpp"
#include "grade/places.hpp"

namespace judge {

/// Where verdicts are looked for in a family.
struct Forms {
  bool json = false;
  bool double_brackets = false;
  bool single_brackets = false;  // only where nothing else is
  bool results = false;
  bool labels = false;
  bool in_sentences = false;
  bool first_line = false;
  bool bare = false;                       // only where nothing else is
  std::span<const Keyword> keywords = {};  // empty: the verdict's own
};

Forms forms_of(Family family);

}  // namespace judge
