#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "base/files.hpp"
#include "support/crash_disk.hpp"

namespace judge::test {

/// The Files seam on a CrashDisk, which does for each call what posix_files() does.
class CrashFiles final : public Files {
 public:
  explicit CrashFiles(CrashDisk& disk) : disk_(disk) {}

  Result<std::unique_ptr<File>> open(const std::filesystem::path& path) override;
  Result<std::unique_ptr<File>> open_to_read(const std::filesystem::path& path) override;
  Result<std::unique_ptr<File>> temporary() override;
  Result<> rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  Result<> remove(const std::filesystem::path& path) override;
  bool exists(const std::filesystem::path& path) override;

 private:
  CrashDisk& disk_;
};

}  // namespace judge::test
