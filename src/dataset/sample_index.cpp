#include "dataset/sample_index.hpp"

#include <array>
#include <cstring>

namespace judge {
namespace {

// A header of six numbers and the identity, then three numbers an entry.
constexpr std::uint64_t magic = 0x78646e692d67646a;  // "jdg-indx"
constexpr std::uint64_t version = 1;
constexpr std::uint64_t nowhere = ~std::uint64_t{0};
constexpr std::size_t number_size = sizeof(std::uint64_t);
constexpr std::size_t header_numbers = 6;
constexpr std::size_t header_size = header_numbers * number_size + sizeof(Digest);
constexpr std::size_t entry_size = 3 * number_size;
constexpr std::size_t per_block = 8192;

template <std::size_t n>
void append(std::string& bytes, const std::array<std::uint64_t, n>& numbers) {
  bytes.append(reinterpret_cast<const char*>(numbers.data()), n * number_size);
}

}  // namespace

Result<SampleIndex> SampleIndex::make(Files& files) {
  auto file = files.temporary();
  if (!file) return std::unexpected(file.error());
  SampleIndex index(std::move(*file));
  index.buffer_.assign(header_size, '\0');
  return index;
}

Result<> SampleIndex::flush() {
  auto written = file_->append(buffer_);
  buffer_.clear();
  return written;
}

Result<> SampleIndex::add(const Entry& entry) {
  append(buffer_, std::array{entry.digest, entry.line, entry.offset.value_or(nowhere)});
  can_seek_ = can_seek_ && entry.offset;
  ++added_;
  return buffer_.size() < per_block * entry_size ? Result<>{} : flush();
}

Result<> SampleIndex::seal(const DatasetSummary& summary) {
  summary_ = {.rows = summary.rows, .samples = added_};
  return flush();
}

Result<SampleIndex::Entry> SampleIndex::at(std::uint64_t sample) {
  // They are asked for nearly in order, so one block serves many of them.
  const auto block = sample / per_block;
  if (block != block_) {
    buffer_.resize(per_block * entry_size);
    auto got = file_->read_at(header_size + block * per_block * entry_size, buffer_);
    if (!got) return std::unexpected(got.error());
    block_ = block;
  }
  std::array<std::uint64_t, 3> numbers{};
  std::memcpy(numbers.data(), buffer_.data() + (sample % per_block) * entry_size, entry_size);
  const auto [digest, line, offset] = numbers;
  return Entry{digest, line, offset == nowhere ? std::nullopt : std::optional(offset)};
}

std::string SampleIndex::header(const Digest& identity) const {
  std::string bytes;
  append(bytes, std::array<std::uint64_t, header_numbers>{magic, version, summary_.rows,
                                                          summary_.samples, can_seek_, entry_size});
  bytes.append(reinterpret_cast<const char*>(identity.data()), identity.size());
  return bytes;
}

std::optional<SampleIndex> SampleIndex::load(Files& files, const std::filesystem::path& path,
                                             const Digest& identity) {
  if (!files.exists(path)) return std::nullopt;
  auto file = files.open_to_read(path);
  if (!file) return std::nullopt;
  SampleIndex index(std::move(*file));
  std::array<char, header_size> bytes{};
  const auto got = index.file_->read_at(0, bytes);
  if (!got || *got != header_size) return std::nullopt;
  std::array<std::uint64_t, header_numbers> numbers{};
  std::memcpy(numbers.data(), bytes.data(), sizeof numbers);
  index.summary_ = {.rows = numbers[2], .samples = numbers[3]};
  index.can_seek_ = numbers[4] != 0;
  if (index.header(identity) != std::string_view(bytes.data(), bytes.size())) return std::nullopt;
  const auto size = index.file_->size();
  if (!size || *size != header_size + index.summary_.samples * entry_size) return std::nullopt;
  return index;
}

Result<> SampleIndex::keep(Files& files, const std::filesystem::path& path,
                           const Digest& identity) {
  const auto draft = path.string() + ".new";
  if (auto gone = files.remove(draft); !gone) return gone;
  auto file = files.open(draft);
  if (!file) return std::unexpected(file.error());
  if (auto written = (*file)->append(header(identity)); !written) return written;
  std::string bytes(per_block * entry_size, '\0');
  for (std::uint64_t from = header_size;;) {
    const auto got = file_->read_at(from, bytes);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) break;
    if (auto written = (*file)->append(std::string_view(bytes).substr(0, *got)); !written)
      return written;
    from += *got;
  }
  if (auto synced = (*file)->sync(); !synced) return synced;
  return files.rename(draft, path);
}

}  // namespace judge
