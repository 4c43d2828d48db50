// dataset: a file of rows to a stream of samples, in memory that does not grow with the file.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/hash.hpp"

namespace judge {

struct Sample {
  std::string id;
  std::uint64_t index = 0;  // place among the samples that run, from 0
  std::uint64_t line = 0;   // in the file, from 1; for a JSON array the line its object starts on
  std::optional<std::uint64_t> offset;  // of its row in the file, where rows can be sought
  nlohmann::json
      fields;  // every column, plus the standard names input, output, target, messages, …
  nlohmann::json metadata = nlohmann::json::object();
  Digest digest{};  // of id and fields: changes when the row's content does
};

}  // namespace judge
