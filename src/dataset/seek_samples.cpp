// Samples by their places in a plain file of lines.
#include <fmt/format.h>

#include "dataset/formats.hpp"
#include "dataset/sample_builder.hpp"
#include "dataset/sample_index.hpp"

namespace judge {
namespace {

using namespace rows;

constexpr std::size_t window_size = std::size_t{256} << 10;

class SoughtSamples : public SampleReader {
 public:
  SoughtSamples(const DatasetConfig& config, SampleIndex& index, std::vector<bool> wanted,
                std::unique_ptr<File> file)
      : path_(config.path),
        builder_(config),
        index_(index),
        wanted_(std::move(wanted)),
        file_(std::move(file)) {}

  Result<std::optional<Sample>> next() override {
    while (at_ < wanted_.size() && !wanted_[at_]) ++at_;
    if (at_ == wanted_.size()) return std::nullopt;
    const auto entry = index_.at(at_);
    if (!entry) return std::unexpected(entry.error());
    const auto text = line_at(entry->offset.value_or(0));
    if (!text) return std::unexpected(text.error());
    auto row = parse_row(path_, entry->line, *text);
    if (!row || !*row) return changed();
    auto built = builder_.build(std::move(**row));
    if (!built || short_digest(built->sample.digest) != entry->digest) return changed();
    built->sample.index = at_++;
    return std::move(built->sample);
  }

 private:
  /// Valid until the next call.
  Result<std::string_view> line_at(std::uint64_t offset) {
    std::size_t begin = offset - window_at_;
    if (offset < window_at_ || begin >= window_.size()) {
      window_.clear();
      window_at_ = offset;
      begin = 0;
    }
    for (std::size_t searched = begin;;) {
      const auto end = window_.find('\n', searched);
      if (end != std::string::npos) return std::string_view(window_).substr(begin, end - begin);
      window_.erase(0, begin);
      window_at_ += begin;
      begin = 0;
      searched = window_.size();
      const auto more = read_on();
      if (!more) return std::unexpected(more.error());
      if (*more == 0) return std::string_view(window_);
    }
  }

  /// How many bytes came; 0 at the end.
  Result<std::size_t> read_on() {
    const auto had = window_.size();
    window_.resize(had + window_size);
    auto got = file_->read_at(window_at_ + had, std::span(window_).subspan(had));
    window_.resize(had + got.value_or(0));
    return got;
  }

  std::unexpected<Error> changed() const {
    return fail(Fault::dataset,
                fmt::format("{}: it changed while it was being read; run again", path_.string()));
  }

  std::filesystem::path path_;
  SampleBuilder builder_;
  SampleIndex& index_;
  std::vector<bool> wanted_;
  std::unique_ptr<File> file_;
  std::uint64_t at_ = 0;
  std::string window_;  // of the file, from window_at_ on
  std::uint64_t window_at_ = 0;
};

}  // namespace

Result<std::unique_ptr<SampleReader>> seek_samples(const DatasetConfig& config, SampleIndex& index,
                                                   std::vector<bool> wanted) {
  auto file = posix_files().open_to_read(config.path);
  if (!file) return fail(Fault::dataset, file.error().message);
  return std::make_unique<SoughtSamples>(config, index, std::move(wanted), std::move(*file));
}

}  // namespace judge
