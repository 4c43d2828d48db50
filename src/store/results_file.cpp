#include "store/results_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/group_worker.hpp"
#include "store/checksum.hpp"
#include "store/sync_timer.hpp"

namespace judge {
namespace {

/// The file, on the side that may block. It ends with a whole line after every call.
class LineWriter {
 public:
  LineWriter(std::unique_ptr<File> file, std::uint64_t end) : file_(std::move(file)), end_(end) {}

  Result<> write(std::string_view lines) {
    if (broken_) return std::unexpected(*broken_);
    if (lines.empty()) return {};
    if (auto written = file_->append(lines); !written) {
      // What got to the disk before it was full would be a torn line with others behind it.
      if (!file_->truncate(end_)) broken_ = written.error();
      return written;
    }
    end_ += lines.size();
    unsynced_ = true;
    return {};
  }

  Result<> sync() {
    if (broken_) return std::unexpected(*broken_);
    if (!unsynced_) return {};
    auto synced = file_->sync();
    // After a failed sync nobody knows what the disk has; a second one would call it well.
    if (!synced) broken_ = synced.error();
    unsynced_ = false;
    return synced;
  }

  bool unsynced() const { return unsynced_; }

 private:
  std::unique_ptr<File> file_;
  std::uint64_t end_;  // of the last whole line
  std::optional<Error> broken_;
  bool unsynced_ = false;
};

struct Op {
  std::string line;
  bool sync = false;
  // Owns who waits: an op that is never done leaves nothing behind.
  std::unique_ptr<OneShot<Result<>>> done;
};

/// One write for all lines of the group; a sync, where one was asked for, after them.
class GroupWriter {
 public:
  using Item = Op;

  GroupWriter(LineWriter lines, std::weak_ptr<SyncTimer> timer)
      : lines_(std::move(lines)), timer_(std::move(timer)) {}

  void work(std::vector<Op>& group) {
    written_ = lines_.write(joined(group));
    if (std::ranges::any_of(group, &Op::sync)) synced_ = lines_.sync();
  }

  void done(std::vector<Op>& group) {
    for (const auto& op : group)
      if (op.done) op.done->deliver(op.sync ? synced_ : written_);
    const auto alive = timer_.lock();
    if (alive && lines_.unsynced()) alive->wrote();
  }

 private:
  static std::string joined(std::vector<Op>& group) {
    std::size_t size = 0;
    for (auto& op : group) {
      seal_line(op.line);
      size += op.line.size() + 1;
    }
    std::string lines;
    lines.reserve(size);
    for (const auto& op : group)
      if (!op.sync) lines.append(op.line).push_back('\n');
    return lines;
  }

  LineWriter lines_;
  std::weak_ptr<SyncTimer> timer_;
  Result<> written_;  // of the group that was worked on last
  Result<> synced_;
};

class AppendedFile final : public ResultsFile {
 public:
  AppendedFile(LineWriter lines, Executor loop, Executor blocking, Clock* clock)
      : loop_(loop),
        timer_(std::make_shared<SyncTimer>(
            loop, clock, [this] { worker_.push({.line = {}, .sync = true, .done = {}}); })),
        worker_(std::move(loop), std::move(blocking), GroupWriter(std::move(lines), timer_)) {}
  ~AppendedFile() override { timer_->stop(); }

  Async<Result<>> append(std::string line) override {
    auto done = std::make_unique<OneShot<Result<>>>(loop_);
    auto& waited = *done;  // alive until delivered, which is after this coroutine waits
    worker_.push({.line = std::move(line), .sync = false, .done = std::move(done)});
    co_return co_await waited.wait();
  }

  Async<Result<>> close() override {
    timer_->stop();
    auto done = std::make_unique<OneShot<Result<>>>(loop_);
    auto& waited = *done;
    worker_.push({.line = {}, .sync = true, .done = std::move(done)});
    co_return co_await waited.wait();
  }

 private:
  Executor loop_;
  std::shared_ptr<SyncTimer> timer_;
  GroupWorker<GroupWriter> worker_;
};

}  // namespace

Result<std::unique_ptr<ResultsFile>> ResultsFile::open(Files& files,
                                                       const std::filesystem::path& path,
                                                       Executor loop, Executor blocking,
                                                       Clock* clock) {
  auto file = files.open(path);
  if (!file) return std::unexpected(file.error());
  const auto end = (*file)->size();
  if (!end) return std::unexpected(end.error());
  return std::make_unique<AppendedFile>(LineWriter(std::move(*file), *end), std::move(loop),
                                        std::move(blocking), clock);
}

}  // namespace judge
