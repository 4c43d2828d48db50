#include "dataset/duplicates.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <queue>
#include <span>

#include "base/hash.hpp"

namespace judge::rows {

namespace {

constexpr std::size_t records_per_read = 256;

}  // namespace

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

/// The runs of the temporary file as one sorted sequence.
class DuplicateFinder::Merge {
 public:
  Merge(File& file, const std::vector<std::uint64_t>& run_ends) : file_(file) {
    std::uint64_t begin = 0;
    for (const auto end : run_ends) {
      cursors_.push_back({.at = begin, .end = end, .buffer = {}, .next = 0});
      begin = end;
    }
  }

  Result<> run(Collector& collector) {
    for (std::size_t i = 0; i < cursors_.size(); ++i)
      if (auto pushed = push(i); !pushed) return pushed;
    while (!heads_.empty()) {
      const auto [record, cursor] = heads_.top();
      heads_.pop();
      collector.see(record);
      if (auto pushed = push(cursor); !pushed) return pushed;
    }
    return {};
  }

 private:
  struct Cursor {
    std::uint64_t at, end;  // bytes not read yet
    std::vector<Record> buffer;
    std::size_t next = 0;
  };
  struct Head {
    Record record;
    std::size_t cursor;
    auto operator<=>(const Head&) const = default;
  };

  Result<> push(std::size_t index) {
    auto& cursor = cursors_[index];
    if (cursor.next == cursor.buffer.size()) {
      if (cursor.at == cursor.end) return {};
      if (auto read = refill(cursor); !read) return read;
    }
    heads_.push({.record = cursor.buffer[cursor.next++], .cursor = index});
    return {};
  }

  Result<> refill(Cursor& cursor) {
    const auto left = static_cast<std::size_t>(cursor.end - cursor.at) / sizeof(Record);
    cursor.buffer.resize(std::min(left, records_per_read));
    cursor.next = 0;
    auto* bytes = reinterpret_cast<char*>(cursor.buffer.data());
    for (std::span into(bytes, cursor.buffer.size() * sizeof(Record)); !into.empty();) {
      const auto got = file_.read_at(cursor.at, into);
      if (!got) return std::unexpected(got.error());
      if (*got == 0) return fail(Fault::disk, "a temporary file lost what was written to it");
      cursor.at += *got;
      into = into.subspan(*got);
    }
    return {};
  }

  File& file_;
  std::vector<Cursor> cursors_;
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads_;
};

Result<> DuplicateFinder::add(std::string_view id, std::uint64_t row) {
  const auto digest = sha256(id);
  Record record{.high = 0, .low = 0, .row = row};
  std::memcpy(&record.high, digest.data(), 8);
  std::memcpy(&record.low, digest.data() + 8, 8);
  run_.push_back(record);
  return run_.size() < run_size_ ? Result<>() : spill();
}

Result<> DuplicateFinder::spill() {
  if (!file_) {
    auto file = files_.temporary();
    if (!file) return std::unexpected(std::move(file.error()));
    file_ = std::move(*file);
  }
  std::ranges::sort(run_);
  const auto bytes = run_.size() * sizeof(Record);
  auto written = file_->append({reinterpret_cast<const char*>(run_.data()), bytes});
  if (!written) return written;
  run_ends_.push_back((run_ends_.empty() ? 0 : run_ends_.back()) + bytes);
  run_.clear();
  return {};
}

Result<std::vector<Duplicate>> DuplicateFinder::finish(std::size_t most) {
  Collector collector(most);
  if (run_ends_.empty()) {
    std::ranges::sort(run_);
    for (const auto& record : run_) collector.see(record);
    return collector.take();
  }
  if (!run_.empty())
    if (auto spilled = spill(); !spilled) return std::unexpected(std::move(spilled.error()));
  if (auto merged = Merge(*file_, run_ends_).run(collector); !merged)
    return std::unexpected(std::move(merged.error()));
  return collector.take();
}

}  // namespace judge::rows
