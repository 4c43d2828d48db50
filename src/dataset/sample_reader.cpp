#include <fmt/format.h>

#include "dataset/reader.hpp"
#include "dataset/sample_builder.hpp"
#include "dataset/selection.hpp"

namespace judge {

namespace {

using namespace rows;

class FileSamples : public SampleReader {
 public:
  FileSamples(const DatasetConfig& config, std::uint64_t seed, const DatasetSummary& summary,
              std::unique_ptr<RowReader> rows)
      : path_(config.path),
        expected_(summary.samples),
        builder_(config),
        selection_(config, seed, summary.rows),
        rows_(std::move(rows)) {}

  Result<std::optional<Sample>> next() override {
    while (count_ < expected_ && !selection_.over()) {
      auto row = rows_->next();
      if (!row) return std::unexpected(std::move(row.error()));
      if (!*row) break;
      if (!selection_.take()) continue;
      auto built = builder_.build(std::move(**row));
      if (!built) return std::unexpected(std::move(built.error()));
      built->sample.index = count_++;
      return std::move(built->sample);
    }
    if (count_ == expected_) return std::nullopt;
    return fail(Fault::dataset,
                fmt::format("{}: it changed while it was being read: {} samples where there were "
                            "{}; run again",
                            path_.string(), count_, expected_));
  }

 private:
  std::filesystem::path path_;
  std::uint64_t expected_;
  SampleBuilder builder_;
  Selection selection_;
  std::unique_ptr<RowReader> rows_;
  std::uint64_t count_ = 0;
};

}  // namespace

Result<std::unique_ptr<SampleReader>> open_samples(const DatasetConfig& config, std::uint64_t seed,
                                                   const DatasetSummary& summary) {
  auto rows = open_rows(config.path);
  if (!rows) return std::unexpected(std::move(rows.error()));
  return std::make_unique<FileSamples>(config, seed, summary, std::move(*rows));
}

}  // namespace judge
