#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "dataset/reader.hpp"
#include "results/foreign_fields.hpp"
#include "results/mapping.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// What a row is about. `a` and `model` are one thing.
struct RowKey {
  std::string id;
  std::uint32_t epoch = 0;
  RowModels models;
};

/// The error is for the row, with the field.
std::expected<RowKey, std::string> key_of(const Row& row, std::uint64_t number,
                                          const Mapping& mapping);

/// "--score scor: the row has no such field, did you mean "score"?; there are: id, score".
std::string no_field(const Row& row, std::string_view option, std::string_view field,
                     std::string_view who = "the row");

/// Lines of a table by what they are about.
class LineIndex {
 public:
  explicit LineIndex(VerdictTable& table) : table_(table) {}

  struct Found {
    std::size_t line = 0;
    bool fresh = false;
    bool turned = false;  // the row's a is the line's b
  };
  /// The line of that key, made where there is none. `either_order`: also the one with a and b
  /// exchanged.
  Found at(const RowKey& key, bool either_order);

 private:
  using Numbers = std::array<std::uint32_t, 4>;
  struct Hash {
    std::size_t operator()(const Numbers& numbers) const;
  };
  VerdictTable& table_;
  std::unordered_map<Numbers, std::size_t, Hash> lines_;
};

}  // namespace judge
