#pragma once

#include <filesystem>
#include <memory>

#include "base/errors.hpp"

namespace judge {

/// Holds PATH.lock (flock, with our pid inside) while it lives; another process that asks gets
/// Fault::locked with a sentence naming the holder's pid. A dead holder's lock is free at once.
class ResultsLock {
 public:
  static Result<ResultsLock> take(const std::filesystem::path& results);
  ResultsLock(ResultsLock&& other) noexcept;
  ResultsLock& operator=(ResultsLock&&) = delete;
  ~ResultsLock();

 private:
  ResultsLock(int descriptor, std::filesystem::path path);
  int descriptor_;
  std::filesystem::path path_;
};

}  // namespace judge
