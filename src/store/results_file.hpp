#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"
#include "store/json_view.hpp"

namespace judge {

/// What happened to the lines that were there.
struct ResultsRecovery {
  std::uint64_t kept = 0;
  std::uint64_t stale = 0;    // refused by `keep` as out of date: the old file is at PATH.bak
  std::uint64_t retried = 0;  // refused by `keep` to be tried again: no .bak for these alone
  bool torn = false;          // a half-written last line was cut off
};

enum class KeepLine { keep, stale, retry };

/// Reads the file line by line (bounded memory), asks `keep` about each whole line, drops the rest:
/// in place where only the tail is torn, else by a new file renamed over the old, which stays as
/// PATH.bak where any line was stale, or damaged: no JSON object, or not what its checksum says
/// (counted as stale). `keep` gets the parsed
/// line and may take its figures. Nothing is created where there is no file. The caller holds the
/// ResultsLock.
Result<ResultsRecovery> recover_results(Files& files, const std::filesystem::path& path,
                                        const std::function<KeepLine(JsonView)>& keep);

/// Reads the lines of a file that somebody else may be writing, and changes nothing: what is torn
/// or damaged is left out. Nothing is read where there is no file.
Result<> read_results(Files& files, const std::filesystem::path& path,
                      const std::function<void(JsonView)>& visit);

/// For --fresh: PATH becomes PATH.bak; what a killed recovery may have left is seen to first.
Result<> forget_results(Files& files, const std::filesystem::path& path);

/// Appends lines in groups, off the loop; one write(2) a group, data synced at least once a second
/// while lines come and at close. Destroyed after close(), or when nobody waits any more: lines
/// still queued are written even so, and `loop` outlives what runs on `blocking`.
class ResultsFile {
 public:
  /// A file that ends with a whole line: after recover_results(). `clock` times the syncs;
  /// nullptr: real time.
  static Result<std::unique_ptr<ResultsFile>> open(Files& files, const std::filesystem::path& path,
                                                   Executor loop, Executor blocking,
                                                   Clock* clock = nullptr);
  virtual ~ResultsFile() = default;
  /// `line` without its newline; a JSON object gets its checksum (store/checksum.hpp). Returns when
  /// it is written (in the page cache). A line that could not be written is not in the file, nor is
  /// any part of it; once a sync has failed, every call fails.
  virtual Async<Result<>> append(std::string line) = 0;
  virtual Async<Result<>> close() = 0;
};

}  // namespace judge
