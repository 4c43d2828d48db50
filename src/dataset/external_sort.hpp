#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "dataset/scratch_file.hpp"

namespace judge::rows {

/// Any number of records in their order, in bounded memory: an external merge sort. Record is plain
/// data with <=>.
///
/// The temporary file: runs of `run_size` records one after another, each sorted, in the machine's
/// own byte order, since nobody else ever reads it. There is none where one run holds all.
template <class Record>
class ExternalSort {
  static_assert(std::is_trivially_copyable_v<Record>);

 public:
  ExternalSort(Files& files, std::size_t run_size) : files_(&files), run_size_(run_size) {}

  /// Fault::disk where the temporary file cannot be written.
  Result<> add(const Record& record) {
    run_.push_back(record);
    return run_.size() < run_size_ ? Result<>() : spill();
  }

  /// Once, after the last add(); then next() gives the records.
  Result<> seal() {
    if (file_ && !run_.empty())
      if (auto spilled = spill(); !spilled) return spilled;
    if (!file_) {
      std::ranges::sort(run_);
      cursors_.push_back({.at = 0, .end = 0, .buffer = std::move(run_), .next = 0});
    }
    for (std::size_t i = 0; i < cursors_.size(); ++i)
      if (auto pushed = push(i); !pushed) return pushed;
    return {};
  }

  /// nullopt at the end.
  Result<std::optional<Record>> next() {
    if (heads_.empty()) return std::nullopt;
    const auto [record, cursor] = heads_.top();
    heads_.pop();
    if (auto pushed = push(cursor); !pushed) return std::unexpected(std::move(pushed.error()));
    return record;
  }

 private:
  /// One run.
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

  Result<> spill() {
    if (!file_) {
      auto file = ScratchFile::make(*files_);
      if (!file) return std::unexpected(std::move(file.error()));
      file_ = std::move(*file);
    }
    std::ranges::sort(run_);
    const auto begin = file_->size();
    const auto bytes = std::as_bytes(std::span(run_));
    auto written = file_->append({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (written) written = file_->flush();
    if (!written) return written;
    cursors_.push_back({.at = begin, .end = file_->size(), .buffer = {}, .next = 0});
    run_.clear();
    return {};
  }

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
    constexpr std::size_t at_once =
        std::max<std::size_t>(1, (std::size_t{8} << 10) / sizeof(Record));
    const auto left = static_cast<std::size_t>(cursor.end - cursor.at) / sizeof(Record);
    cursor.buffer.resize(std::min(left, at_once));
    cursor.next = 0;
    const auto bytes = std::as_writable_bytes(std::span(cursor.buffer));
    const auto at = std::exchange(cursor.at, cursor.at + bytes.size());
    return file_->read(at, {reinterpret_cast<char*>(bytes.data()), bytes.size()});
  }

  Files* files_;
  std::size_t run_size_;
  std::vector<Record> run_;
  std::optional<ScratchFile> file_;
  std::vector<Cursor> cursors_;
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads_;
};

}  // namespace judge::rows
