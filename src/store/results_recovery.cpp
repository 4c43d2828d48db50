// A results file is JSON objects, one a line, each line appended whole. What can be wrong with it:
//
//   the last line is half there        the process or the machine died while it was written, or a
//   (no newline, or no JSON)           tail of zeros was left by a loss of power: cut off in place
//   a line in the middle is no JSON,   the disk or somebody's editor: dropped, the file is kept
//   or a checksum is another           as PATH.bak
//   a whole line is out of date        likewise
//   a whole line is to be tried again  dropped, its place is filled again by this very run
//
// Dropping lines writes PATH.new, syncs it, renames PATH to PATH.bak (where one is due), then
// PATH.new to PATH. Killed before the renames, PATH is untouched and PATH.new is thrown away by the
// next recovery; killed between them, PATH is missing and PATH.new is whole, so the next recovery
// puts it in place. Rejected: a hard link as the .bak (not every file system has them), copying the
// old file (as much again to write and sync), marking lines as dead in place (no JSONL any more),
// and leaving stale lines in with the last one winning (every reader would have to know).
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "store/checksum.hpp"
#include "store/line_parser.hpp"
#include "store/line_reader.hpp"
#include "store/results_file.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

fs::path beside(fs::path path, std::string_view suffix) {
  return path += suffix;
}

Result<> copy_front(File& from, std::uint64_t size, File& to) {
  std::vector<char> piece(LineReader::piece);
  for (std::uint64_t at = 0; at < size;) {
    const auto want = std::min<std::uint64_t>(size - at, piece.size());
    const auto count = from.read_at(at, {piece.data(), want});
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return fail(Fault::disk, "the results shrank while they were read");
    if (auto done = to.append({piece.data(), *count}); !done) return done;
    at += *count;
  }
  return {};
}

/// PATH.new, begun when the first line is dropped.
class Replacement {
 public:
  Replacement(Files& files, fs::path path) : files_(files), path_(std::move(path)) {}

  bool begun() const { return file_ != nullptr; }

  /// With the first `size` bytes of `old`.
  Result<> begin(File& old, std::uint64_t size) {
    auto file = files_.open(beside(path_, ".new"));
    if (!file) return std::unexpected(file.error());
    file_ = std::move(*file);
    if (auto emptied = file_->truncate(0); !emptied) return emptied;
    return copy_front(old, size, *file_);
  }

  Result<> add(std::string_view line) {
    buffer_.append(line).push_back('\n');
    return buffer_.size() < LineReader::piece ? Result<>() : flush();
  }

  Result<> put_in_place(bool with_backup) {
    if (auto flushed = flush(); !flushed) return flushed;
    if (auto synced = file_->sync(); !synced) return synced;
    if (with_backup)
      if (auto kept = files_.rename(path_, beside(path_, ".bak")); !kept) return kept;
    return files_.rename(beside(path_, ".new"), path_);
  }

 private:
  Result<> flush() {
    const auto bytes = std::exchange(buffer_, {});
    return file_->append(bytes);
  }

  Files& files_;
  fs::path path_;
  std::unique_ptr<File> file_;
  std::string buffer_;
};

class Recovery {
 public:
  using Keep = std::function<KeepLine(JsonView)>;

  Recovery(Files& files, const fs::path& path, File& file, const Keep& keep)
      : file_(file), keep_(keep), reader_(file, path), replacement_(files, path) {}

  Result<ResultsRecovery> run() {
    while (true) {
      const auto line = reader_.next();
      if (!line) return std::unexpected(line.error());
      if (!*line) break;
      if (auto taken = take(**line); !taken) return std::unexpected(taken.error());
    }
    if (auto ended = end(); !ended) return std::unexpected(ended.error());
    return recovered_;
  }

 private:
  Result<> take(const LineReader::Line& line) {
    if (!line.whole) {
      recovered_.torn = true;
      return {};
    }
    if (trim(line.text).empty()) return drop();
    const auto view = parse_sound(line.text);
    // Whether a broken line is the torn end of the file is known when another one follows it.
    if (auto settled = settle_broken(); !settled) return settled;
    broken_ = !view;
    if (!view) return {};
    return judged(line, keep_(*view));
  }

  std::optional<JsonView> parse_sound(std::string_view line) {
    return is_sound(line) ? parser_.parse(line) : std::nullopt;
  }

  Result<> judged(const LineReader::Line& line, KeepLine verdict) {
    if (verdict != KeepLine::keep) {
      ++(verdict == KeepLine::stale ? recovered_.stale : recovered_.retried);
      return drop();
    }
    ++recovered_.kept;
    if (replacement_.begun()) return replacement_.add(line.text);
    kept_until_ = line.offset + line.text.size() + 1;
    return {};
  }

  Result<> settle_broken() {
    if (!std::exchange(broken_, false)) return {};
    ++recovered_.stale;
    return drop();
  }

  Result<> drop() {
    return replacement_.begun() ? Result<>() : replacement_.begin(file_, kept_until_);
  }

  Result<> end() {
    if (recovered_.torn)
      if (auto settled = settle_broken(); !settled) return settled;
    if (broken_) recovered_.torn = true;
    if (replacement_.begun()) return replacement_.put_in_place(recovered_.stale > 0);
    if (!recovered_.torn) return {};
    if (auto cut = file_.truncate(kept_until_); !cut) return cut;
    return file_.sync();
  }

  File& file_;
  const Keep& keep_;
  LineReader reader_;
  LineParser parser_;
  Replacement replacement_;
  ResultsRecovery recovered_;
  std::uint64_t kept_until_ = 0;  // where the kept lines end that no dropped one precedes
  bool broken_ = false;           // the line before is whole, but damaged
};

Result<> finish_killed_recovery(Files& files, const fs::path& path) {
  const auto leftover = beside(path, ".new");
  if (!files.exists(leftover)) return {};
  return files.exists(path) ? files.remove(leftover) : files.rename(leftover, path);
}

}  // namespace

Result<ResultsRecovery> recover_results(Files& files, const fs::path& path,
                                        const std::function<KeepLine(JsonView)>& keep) {
  if (auto finished = finish_killed_recovery(files, path); !finished)
    return std::unexpected(finished.error());
  if (!files.exists(path)) return ResultsRecovery{};
  auto file = files.open(path);
  if (!file) return std::unexpected(file.error());
  return Recovery(files, path, **file, keep).run();
}

Result<> read_results(Files& files, const fs::path& path,
                      const std::function<void(JsonView)>& visit) {
  if (!files.exists(path)) return {};
  auto file = files.open_to_read(path);
  if (!file) return std::unexpected(file.error());
  LineReader reader(**file, path);
  LineParser parser;
  while (true) {
    const auto line = reader.next();
    if (!line) return std::unexpected(line.error());
    if (!*line) return {};
    if (!(*line)->whole) continue;
    if (!is_sound((*line)->text)) continue;
    if (const auto view = parser.parse((*line)->text)) visit(*view);
  }
}

Result<> forget_results(Files& files, const fs::path& path) {
  if (auto finished = finish_killed_recovery(files, path); !finished) return finished;
  return files.exists(path) ? files.rename(path, beside(path, ".bak")) : Result<>();
}

}  // namespace judge
