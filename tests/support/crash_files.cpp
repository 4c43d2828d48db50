#include "support/crash_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/disk.hpp"

namespace judge::test {
namespace {

namespace fs = std::filesystem;

Result<> outcome(int error, const fs::path& path) {
  if (error == 0) return {};
  return fail(Fault::disk, fmt::format("cannot write {}: {}{}", path.native(), std::strerror(error),
                                       disk_advice(error)));
}

class OpenFile final : public File {
 public:
  OpenFile(CrashDisk& disk, CrashDisk::File node, fs::path path)
      : disk_(disk), node_(std::move(node)), path_(std::move(path)) {}

  Result<> append(std::string_view bytes) override { return write_at(node_->now.size(), bytes); }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
    if (offset >= node_->now.size()) return 0;
    return node_->now.copy(into.data(), into.size(), offset);
  }
  Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
    return outcome(disk_.write(*node_, offset, bytes), path_);
  }
  Result<> truncate(std::uint64_t size) override {
    return outcome(disk_.truncate(*node_, size), path_);
  }
  Result<> sync() override { return outcome(disk_.sync(*node_), path_); }
  Result<std::uint64_t> size() override { return node_->now.size(); }

 private:
  CrashDisk& disk_;
  CrashDisk::File node_;
  fs::path path_;
};

}  // namespace

Result<std::unique_ptr<File>> CrashFiles::open(const fs::path& path) {
  auto node = disk_.find(path);
  if (!node) {
    auto made = outcome(disk_.create(path, node), path);
    if (made) made = outcome(disk_.sync_names(), path);
    if (!made) return std::unexpected(made.error());
  }
  return std::make_unique<OpenFile>(disk_, std::move(node), path);
}

Result<std::unique_ptr<File>> CrashFiles::open_to_read(const fs::path& path) {
  auto node = disk_.find(path);
  if (!node) return std::unexpected(outcome(ENOENT, path).error());
  return std::make_unique<OpenFile>(disk_, std::move(node), path);
}

Result<std::unique_ptr<File>> CrashFiles::temporary() {
  return std::make_unique<OpenFile>(disk_, CrashDisk::nameless(), "a temporary file");
}

Result<> CrashFiles::rename(const fs::path& from, const fs::path& to) {
  if (auto renamed = outcome(disk_.rename(from, to), from); !renamed) return renamed;
  return outcome(disk_.sync_names(), to);
}

Result<> CrashFiles::remove(const fs::path& path) {
  return exists(path) ? outcome(disk_.remove(path), path) : Result<>();
}

bool CrashFiles::exists(const fs::path& path) {
  return disk_.find(path) != nullptr;
}

}  // namespace judge::test
