#include "run/known_dataset.hpp"

namespace judge {
namespace {

// Fewer are checked sooner than anybody notices.
constexpr std::uint64_t worth_keeping = 10'000;

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::filesystem::path path_for(const Config& config) {
  if (config.run.store.string().starts_with("file:")) return {};  // SQLite's URI of no plain file
  const auto name = Hasher().add(config.file.string()).add(config.dataset.path.string()).finish();
  return config.run.store.parent_path() / "datasets" / (hex(name, 8) + ".index");
}

}  // namespace

KnownDataset::KnownDataset(const Config& config, const Digest& shape, Files& files)
    : config_(config),
      shape_(shape),
      files_(files),
      path_(path_for(config)),
      identity_(identity()) {}

// The shape stands for the templates, which a sample's fields are checked against.
std::optional<Digest> KnownDataset::identity() const {
  const auto dataset = dataset_identity(config_.dataset, config_.run.seed);
  if (!dataset) return std::nullopt;
  return Hasher().add(bytes_of(*dataset)).add(bytes_of(shape_)).finish();
}

std::optional<SampleIndex> KnownDataset::load() const {
  if (path_.empty() || !identity_) return std::nullopt;
  return SampleIndex::load(files_, path_, *identity_);
}

void KnownDataset::keep(SampleIndex& index) const {
  if (path_.empty() || !identity_ || index.summary().samples < worth_keeping) return;
  if (identity() != identity_) return;  // changed while it was checked
  (void)index.keep(files_, path_, *identity_);
}

}  // namespace judge
