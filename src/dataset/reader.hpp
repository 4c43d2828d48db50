#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "dataset/sample.hpp"

namespace judge {

/// One object of the file, as it stands there.
struct Row {
  std::uint64_t line = 0;
  nlohmann::json value;                                // always an object; CSV cells are strings
  std::optional<std::uint64_t> offset = std::nullopt;  // in the file, where rows can be sought
};

/// A file's rows in order. Faults are Fault::dataset and name file and line.
class RowReader {
 public:
  virtual ~RowReader() = default;
  virtual Result<std::optional<Row>> next() = 0;  // nullopt at the end
};

/// By the file's name: .jsonl .ndjson .json .csv .tsv, each also .gz.
Result<std::unique_ptr<RowReader>> open_rows(const std::filesystem::path& file);

/// What one pass over the whole dataset found.
struct DatasetSummary {
  std::uint64_t rows = 0;     // in the file (up to where reading had to go)
  std::uint64_t samples = 0;  // that run: after limit and sample
};

/// Called for every sample that will run, in order; its error ends the check.
using SampleCheck = std::function<Result<>(const Sample&)>;

/// Reads all that will run and refuses, before anything is sent, what cannot: broken rows, missing
/// or duplicate ids (naming both lines), whatever `check` refuses. Memory is bounded. `samples` may
/// not be 0.
Result<DatasetSummary> check_dataset(const DatasetConfig& config, std::uint64_t seed,
                                     const SampleCheck& check);

/// The samples that run, in the file's order.
class SampleReader {
 public:
  virtual ~SampleReader() = default;
  virtual Result<std::optional<Sample>> next() = 0;
};

/// `summary` is check_dataset's for the same arguments: choosing k of n rows needs n.
Result<std::unique_ptr<SampleReader>> open_samples(const DatasetConfig& config, std::uint64_t seed,
                                                   const DatasetSummary& summary);

}  // namespace judge
