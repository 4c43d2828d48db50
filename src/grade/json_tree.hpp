#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "grade/json_objects.hpp"

namespace judge {

/// JSON as it stands in a text, keys that occur twice included. Refers to the text.
struct JsonTree {
  std::string_view key;  // empty for an element of a list
  JsonScalar scalar;     // nested for objects and lists
  bool object = false;
  std::vector<JsonTree> members;

  bool nested() const { return scalar.kind == JsonScalar::Kind::nested; }
};

/// As scan_json(), but gives every complete outermost object, whole.
JsonScan scan_json_trees(
    std::string_view text,
    const std::function<void(std::size_t begin, std::size_t end, const JsonTree&)>& on_tree);

}  // namespace judge
