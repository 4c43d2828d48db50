#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/async.hpp"
#include "base/errors.hpp"
#include "base/files.hpp"

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
/// PATH.bak where any line was stale or no JSON object. `keep` gets the parsed line and may take
/// its figures.
Result<ResultsRecovery> recover_results(Files& files, const std::filesystem::path& path,
                                        const std::function<KeepLine(const nlohmann::json&)>& keep);

/// Appends lines in groups, off the loop; one write(2) a group, data synced at least once a second
/// while lines come and at close.
class ResultsFile {
 public:
  static Result<std::unique_ptr<ResultsFile>> open(Files& files, const std::filesystem::path& path,
                                                   Executor loop, Executor blocking);
  virtual ~ResultsFile() = default;
  /// `line` without its newline. Returns when it is written (in the page cache).
  virtual Async<Result<>> append(std::string line) = 0;
  virtual Async<Result<>> close() = 0;
};

}  // namespace judge
