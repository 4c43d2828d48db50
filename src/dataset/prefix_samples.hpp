#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/files.hpp"
#include "dataset/prefix_order.hpp"
#include "dataset/reader.hpp"
#include "dataset/sample_spool.hpp"

namespace judge {

/// A dataset's samples with those whose prompts begin alike next to each other. All of it lies in
/// temporary files, whatever format the dataset has: about its own size, and up to 700 bytes a
/// sample. Memory does not grow with it. Faults are Fault::disk. Blocking.
class PrefixSamples {
 public:
  static Result<PrefixSamples> make(Files& files);

  /// In the dataset's order. `marks`: of its prompt, as rows::PrefixOrder has them; none: it begins
  /// like no other.
  Result<> add(const Sample& sample, std::span<const std::uint64_t> marks);
  /// After the last one.
  Result<std::unique_ptr<SampleReader>> finish() &&;

 private:
  class Reader;

  PrefixSamples(rows::SampleSpool spool, Files& files) : spool_(std::move(spool)), order_(files) {}

  rows::SampleSpool spool_;
  rows::PrefixOrder order_;
};

}  // namespace judge
