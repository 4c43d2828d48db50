#include "dataset/duplicates.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/hash.hpp"

namespace judge::rows {

/// Records in sorted order to duplicates.
class DuplicateFinder::Collector {
 public:
  explicit Collector(std::size_t most) : most_(most) {}

  void see(const Record& record) {
    if (!group_ || group_->high != record.high || group_->low != record.low) {
      group_ = record;
      return;
    }
    found_.push_back({.first = group_->row, .again = record.row});
    std::ranges::push_heap(found_, {}, &Duplicate::again);
    if (found_.size() <= most_) return;
    std::ranges::pop_heap(found_, {}, &Duplicate::again);
    found_.pop_back();
  }

  std::vector<Duplicate> take() {
    std::ranges::sort(found_, {}, &Duplicate::again);
    return std::move(found_);
  }

 private:
  std::size_t most_;
  std::optional<Record> group_;   // the first of the present id
  std::vector<Duplicate> found_;  // a heap with the last in the file on top
};

Result<> DuplicateFinder::add(std::string_view id, std::uint64_t row) {
  const auto digest = sha256(id);
  Record record{.high = 0, .low = 0, .row = row};
  std::memcpy(&record.high, digest.data(), 8);
  std::memcpy(&record.low, digest.data() + 8, 8);
  return sorted_.add(record);
}

Result<std::vector<Duplicate>> DuplicateFinder::finish(std::size_t most) {
  if (auto sealed = sorted_.seal(); !sealed) return std::unexpected(std::move(sealed.error()));
  Collector collector(most);
  while (true) {
    const auto record = sorted_.next();
    if (!record) return std::unexpected(record.error());
    if (!*record) return collector.take();
    collector.see(**record);
  }
}

}  // namespace judge::rows
