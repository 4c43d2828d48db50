#pragma once

#include <string>
#include <vector>

#include "dataset_files.hpp"

namespace judge::test {

struct SampleReading {
  DatasetSummary summary;
  std::vector<Sample> samples;
  std::string error;  // of the check, or else of reading
  Fault fault = Fault::internal;
};

/// Checks the dataset and then reads what runs.
inline SampleReading read_samples(const DatasetConfig& config, std::uint64_t seed = 0) {
  SampleReading reading;
  const auto failed = [&](const Error& error) {
    reading.error = error.message;
    reading.fault = error.fault;
    return reading;
  };
  const auto summary = check_dataset(config, seed, {});
  if (!summary) return failed(summary.error());
  reading.summary = *summary;
  auto reader = open_samples(config, seed, *summary);
  if (!reader) return failed(reader.error());
  for (;;) {
    auto sample = (*reader)->next();
    if (!sample) return failed(sample.error());
    if (!*sample) return reading;
    reading.samples.push_back(std::move(**sample));
  }
}

inline DatasetConfig dataset(std::filesystem::path path) {
  DatasetConfig config;
  config.path = std::move(path);
  return config;
}

/// Of a file a.jsonl with these lines: its samples, or its error without the folder's path.
inline SampleReading samples_of(std::string_view lines, DatasetConfig config = {},
                                std::uint64_t seed = 0) {
  Folder folder;
  config.path = folder.write("a.jsonl", lines);
  auto reading = read_samples(config, seed);
  const auto prefix = folder.path().string() + "/";
  for (auto at = reading.error.find(prefix); at != std::string::npos;
       at = reading.error.find(prefix))
    reading.error.erase(at, prefix.size());
  return reading;
}

inline std::string numbered_lines(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += "{\"id\":" + std::to_string(i) + "}\n";
  return lines;
}

}  // namespace judge::test
