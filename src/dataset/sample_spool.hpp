#pragma once

#include <cstdint>
#include <string>

#include "dataset/sample.hpp"
#include "dataset/scratch_file.hpp"

namespace judge::rows {

/// Samples in a temporary file, to be read again in any order. A record: its sizes and numbers (in
/// the machine's own byte order, since nobody else ever reads it), the id, and fields and metadata
/// as CBOR.
class SampleSpool {
 public:
  static Result<SampleSpool> make(Files& files);

  /// Where it is to be found again; places ascend.
  Result<std::uint64_t> add(const Sample& sample);
  /// After the last add(), before the first read().
  Result<> seal() { return file_.flush(); }
  Result<Sample> read(std::uint64_t place);

 private:
  struct Head {
    std::uint64_t index, line;
    std::uint64_t id_bytes, fields_bytes, metadata_bytes;
    Digest digest;
  };

  explicit SampleSpool(ScratchFile file) : file_(std::move(file)) {}

  ScratchFile file_;
  std::string bytes_;  // of one record
};

}  // namespace judge::rows
