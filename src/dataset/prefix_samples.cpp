#include "dataset/prefix_samples.hpp"

namespace judge {

class PrefixSamples::Reader final : public SampleReader {
 public:
  Reader(rows::SampleSpool spool, rows::PrefixOrder order)
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
  rows::PrefixOrder order_;
};

Result<PrefixSamples> PrefixSamples::make(Files& files) {
  auto spool = rows::SampleSpool::make(files);
  if (!spool) return std::unexpected(std::move(spool.error()));
  return PrefixSamples(std::move(*spool), files);
}

Result<> PrefixSamples::add(const Sample& sample, std::span<const std::uint64_t> marks) {
  const auto place = spool_.add(sample);
  if (!place) return std::unexpected(place.error());
  return order_.add(marks, *place);
}

Result<std::unique_ptr<SampleReader>> PrefixSamples::finish() && {
  if (auto sealed = spool_.seal(); !sealed) return std::unexpected(std::move(sealed.error()));
  if (auto sealed = order_.seal(); !sealed) return std::unexpected(std::move(sealed.error()));
  return std::make_unique<Reader>(std::move(spool_), std::move(order_));
}

}  // namespace judge
