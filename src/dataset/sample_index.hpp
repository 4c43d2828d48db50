#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"
#include "dataset/reader.hpp"

namespace judge {

/// What a check of the dataset found of each sample that runs: what it held (a results line is
/// checked against that) and where it stands (to read it again without all that is before it).
/// 24 bytes a sample in a file, so that neither their number nor the dataset's size matters; kept
/// between runs, it spares the next one the check.
class SampleIndex {
 public:
  struct Entry {
    std::uint64_t digest = 0;             // short_digest of the sample's content
    std::uint64_t line = 0;               // in the file
    std::optional<std::uint64_t> offset;  // of its row, where rows can be sought
  };

  /// An empty one, in a file without a name.
  static Result<SampleIndex> make(Files& files);
  Result<> add(const Entry& entry);
  /// After the last add().
  Result<> seal(const DatasetSummary& summary);

  const DatasetSummary& summary() const { return summary_; }
  /// Every row can be sought.
  bool can_seek() const { return can_seek_ && summary_.samples > 0; }
  Result<Entry> at(std::uint64_t sample);

  /// The one that was kept there for `identity`; nullopt: there is none, or it is of another or
  /// damaged.
  static std::optional<SampleIndex> load(Files& files, const std::filesystem::path& path,
                                         const Digest& identity);
  Result<> keep(Files& files, const std::filesystem::path& path, const Digest& identity);

 private:
  explicit SampleIndex(std::unique_ptr<File> file) : file_(std::move(file)) {}
  Result<> flush();
  std::string header(const Digest& identity) const;

  std::unique_ptr<File> file_;
  std::string buffer_;                       // entries not yet written; then the block last read
  std::uint64_t block_ = ~std::uint64_t{0};  // which block the buffer holds, when reading
  DatasetSummary summary_;
  std::uint64_t added_ = 0;
  bool can_seek_ = true;
};

/// Which file that is and what it holds, for all one can tell without reading it, and how the
/// config has it read. nullopt where it was changed so lately that another change might not show
/// in its times.
std::optional<Digest> dataset_identity(const DatasetConfig& config, std::uint64_t seed);

/// The samples that are wanted (by their index), in the file's order, each sought in the file; only
/// where index.can_seek(). `index` must outlive it. A sample that is not what the index says is
/// Fault::dataset: the file was changed while it was being read.
Result<std::unique_ptr<SampleReader>> seek_samples(const DatasetConfig& config, SampleIndex& index,
                                                   std::vector<bool> wanted);

}  // namespace judge
