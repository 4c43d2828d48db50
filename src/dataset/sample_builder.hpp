#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "dataset/reader.hpp"

namespace judge::rows {

struct BuiltSample {
  Sample sample;  // but for its index
  bool id_is_hash = false;
};

/// A row to a sample: the standard names, the id, the metadata, the digest.
class SampleBuilder {
 public:
  explicit SampleBuilder(DatasetConfig config) : config_(std::move(config)) {}

  /// Faults name file and line.
  Result<BuiltSample> build(Row row) const;

 private:
  struct Id {
    std::string text;
    bool is_hash = false;
  };

  Result<const nlohmann::json*> column(const Row& row, std::string_view path,
                                       std::string_view key) const;
  Result<Id> id_of(const Row& row) const;
  Result<std::string> id_text(const Row& row, const nlohmann::json& value,
                              std::string_view column) const;
  Result<nlohmann::json> metadata_of(const Row& row) const;
  Result<> add_standard_names(Row& row) const;

  DatasetConfig config_;
};

}  // namespace judge::rows
