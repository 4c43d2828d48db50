#pragma once

#include <memory>
#include <utility>

#include "base/files.hpp"

namespace judge::test {

/// Real files whose change number `fails_at` (counted from 1: appends, writes, truncations, syncs,
/// renames, removals) fails, and where it is an append, half of it gets to the disk, as when the
/// disk is full. With `dead`, every later change fails too: the process has been killed.
class FailingFiles final : public Files {
 public:
  struct Plan {
    int fails_at = 0;  // 0: never
    bool dead = false;
    int changes = 0;
    int appends = 0;
    int syncs = 0;
    bool unsynced = false;

    Result<> change() {
      ++changes;
      const bool due = fails_at > 0 && (dead ? changes >= fails_at : changes == fails_at);
      if (due) return fail(Fault::disk, "cannot write: injected");
      return {};
    }
    bool is_dead() const { return dead && fails_at > 0 && changes > fails_at; }
  };

  Plan& plan() { return *plan_; }

  Result<std::unique_ptr<File>> open(const std::filesystem::path& path) override {
    return wrapped(posix_files().open(path));
  }
  Result<std::unique_ptr<File>> temporary() override { return wrapped(posix_files().temporary()); }
  Result<> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    if (auto allowed = plan_->change(); !allowed) return allowed;
    return posix_files().rename(from, to);
  }
  Result<> remove(const std::filesystem::path& path) override {
    if (auto allowed = plan_->change(); !allowed) return allowed;
    return posix_files().remove(path);
  }
  bool exists(const std::filesystem::path& path) override { return posix_files().exists(path); }

 private:
  class Wrapper final : public File {
   public:
    Wrapper(std::unique_ptr<File> file, std::shared_ptr<Plan> plan)
        : file_(std::move(file)), plan_(std::move(plan)) {}

    Result<> append(std::string_view bytes) override {
      ++plan_->appends;
      auto allowed = plan_->change();
      if (!allowed && !plan_->is_dead()) (void)file_->append(bytes.substr(0, bytes.size() / 2));
      if (!allowed) return allowed;
      plan_->unsynced = true;
      return file_->append(bytes);
    }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
      return file_->read_at(offset, into);
    }
    Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
      if (auto allowed = plan_->change(); !allowed) return allowed;
      return file_->write_at(offset, bytes);
    }
    Result<> truncate(std::uint64_t size) override {
      if (auto allowed = plan_->change(); !allowed) return allowed;
      return file_->truncate(size);
    }
    Result<> sync() override {
      ++plan_->syncs;
      if (auto allowed = plan_->change(); !allowed) return allowed;
      plan_->unsynced = false;
      return file_->sync();
    }
    Result<std::uint64_t> size() override { return file_->size(); }

   private:
    std::unique_ptr<File> file_;
    std::shared_ptr<Plan> plan_;
  };

  Result<std::unique_ptr<File>> wrapped(Result<std::unique_ptr<File>> file) {
    if (!file) return file;
    return std::make_unique<Wrapper>(std::move(*file), plan_);
  }

  std::shared_ptr<Plan> plan_ = std::make_shared<Plan>();
};

}  // namespace judge::test
