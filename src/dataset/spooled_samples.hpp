#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "base/files.hpp"
#include "dataset/prefix_order.hpp"
#include "dataset/random_order.hpp"
#include "dataset/reader.hpp"
#include "dataset/sample_spool.hpp"

namespace judge {

/// A dataset's samples in another order than its own. All of it lies in temporary files, whatever
/// format the dataset has: about its own size, and for the order up to 700 bytes a sample. Memory
/// does not grow with it. Faults are Fault::disk. Blocking.
template <class Order>
class SpooledSamples {
 public:
  static Result<SpooledSamples> make(Files& files) {
    auto spool = rows::SampleSpool::make(files);
    if (!spool) return std::unexpected(std::move(spool.error()));
    return SpooledSamples(std::move(*spool), files);
  }

  /// In the dataset's order. `marks`: what its place depends on, as Order has them.
  Result<> add(const Sample& sample, std::span<const std::uint64_t> marks) {
    const auto place = spool_.add(sample);
    if (!place) return std::unexpected(place.error());
    return order_.add(marks, *place);
  }

  /// After the last one.
  Result<std::unique_ptr<SampleReader>> finish() && {
    if (auto sealed = spool_.seal(); !sealed) return std::unexpected(std::move(sealed.error()));
    if (auto sealed = order_.seal(); !sealed) return std::unexpected(std::move(sealed.error()));
    return std::make_unique<Reader>(std::move(spool_), std::move(order_));
  }

 private:
  class Reader final : public SampleReader {
   public:
    Reader(rows::SampleSpool spool, Order order)
        : spool_(std::move(spool)), order_(std::move(order)) {}

    Result<std::optional<Sample>> next() override {
      const auto place = order_.next();
      if (!place) return std::unexpected(place.error());
      if (!*place) return std::nullopt;
      auto sample = spool_.read(**place);
      if (!sample) return std::unexpected(std::move(sample.error()));
      return std::move(*sample);
    }

   private:
    rows::SampleSpool spool_;
    Order order_;
  };

  SpooledSamples(rows::SampleSpool spool, Files& files) : spool_(std::move(spool)), order_(files) {}

  rows::SampleSpool spool_;
  Order order_;
};

/// Those whose prompts begin alike next to each other; without marks: like no other.
using PrefixSamples = SpooledSamples<rows::PrefixOrder>;
/// One mark each: a random number.
using ShuffledSamples = SpooledSamples<rows::RandomOrder>;

}  // namespace judge
