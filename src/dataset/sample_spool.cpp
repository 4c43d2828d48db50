#include "dataset/sample_spool.hpp"

#include <cstring>

namespace judge::rows {
namespace {

using nlohmann::json;

/// Appends; how many bytes it took.
std::uint64_t add_cbor(const json& value, std::string& bytes) {
  const auto before = bytes.size();
  json::to_cbor(value, bytes);
  return bytes.size() - before;
}

/// Takes so many bytes off the front; discarded where they are no CBOR.
json take_cbor(std::string_view& bytes, std::uint64_t size) {
  const auto part = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return json::from_cbor(part.begin(), part.end(), true, false);
}

}  // namespace

Result<SampleSpool> SampleSpool::make(Files& files) {
  auto file = ScratchFile::make(files);
  if (!file) return std::unexpected(std::move(file.error()));
  return SampleSpool(std::move(*file));
}

Result<std::uint64_t> SampleSpool::add(const Sample& sample) {
  bytes_.assign(sizeof(Head), '\0');
  bytes_ += sample.id;
  const auto fields_bytes = add_cbor(sample.fields, bytes_);
  const auto metadata_bytes = add_cbor(sample.metadata, bytes_);
  const Head head{.index = sample.index,
                  .line = sample.line,
                  .id_bytes = sample.id.size(),
                  .fields_bytes = fields_bytes,
                  .metadata_bytes = metadata_bytes,
                  .digest = sample.digest};
  std::memcpy(bytes_.data(), &head, sizeof head);
  const auto place = file_.size();
  if (auto written = file_.append(bytes_); !written) return std::unexpected(written.error());
  return place;
}

Result<Sample> SampleSpool::read(std::uint64_t place) {
  Head head{};
  auto read = file_.read(place, {reinterpret_cast<char*>(&head), sizeof head});
  if (!read) return std::unexpected(std::move(read.error()));
  const auto size = head.id_bytes + head.fields_bytes + head.metadata_bytes;
  if (size > file_.size()) return scratch_lost();
  bytes_.resize(size);
  read = file_.read(place + sizeof head, bytes_);
  if (!read) return std::unexpected(std::move(read.error()));

  std::string_view rest = bytes_;
  Sample sample{.id = std::string(rest.substr(0, head.id_bytes)),
                .index = head.index,
                .line = head.line,
                .offset = {},  // of the dataset's file, which is not read again
                .fields = {},
                .metadata = {},
                .digest = head.digest};
  rest.remove_prefix(head.id_bytes);
  sample.fields = take_cbor(rest, head.fields_bytes);
  sample.metadata = take_cbor(rest, head.metadata_bytes);
  if (sample.fields.is_discarded() || sample.metadata.is_discarded()) return scratch_lost();
  return sample;
}

}  // namespace judge::rows
