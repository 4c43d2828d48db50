#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "results/verdict_table.hpp"
#include "store/json_view.hpp"

namespace judge {

/// What a dotted path names in a results line, or in its metadata; as find_path() of
/// base/json_path.hpp.
JsonView find_in_line(JsonView line, std::string_view path);

/// A value in words: "biology", "3", "true". nullopt for null and absent.
std::optional<std::string> words_of(JsonView value);

/// Of {"value", "score"}: the score, or the value where it is a number or true or false; the label
/// where it is a text, or true or false. `labels` takes what is new.
Cell cell_of(JsonView verdict, Names& labels);

/// Of a value alone, such as a person's.
Cell cell_of_value(JsonView value, Names& labels);

/// What kinds of values have come up in a column.
class SeenValues {
 public:
  void add(JsonView value);
  /// nullopt: none.
  std::optional<VerdictKind> kind() const;

 private:
  bool truths_ = false, objects_ = false, labels_ = false, preferences_ = false;
  bool zero_ = false, one_ = false, other_numbers_ = false;
};

}  // namespace judge
