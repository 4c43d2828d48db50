#pragma once

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <string>

#include "base/files.hpp"

namespace judge {

/// Files that exist only here. `frozen` is a power cut: what is written from then on is lost
/// without a word. `failing_after` writes, every write fails as on a full disk.
class MemoryFiles final : public Files {
 public:
  bool frozen = false;
  std::uint64_t writes = 0;
  std::uint64_t failing_after = ~std::uint64_t{0};

  const std::string& content(const std::filesystem::path& path) { return *at(path); }
  void put(const std::filesystem::path& path, std::string text) { *at(path) = std::move(text); }

  Result<std::unique_ptr<File>> open(const std::filesystem::path& path) override {
    return std::make_unique<MemoryFile>(*this, at(path));
  }
  Result<std::unique_ptr<File>> open_to_read(const std::filesystem::path& path) override {
    return open(path);
  }
  Result<std::unique_ptr<File>> temporary() override {
    return std::make_unique<MemoryFile>(*this, std::make_shared<std::string>());
  }
  Result<> rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    if (frozen) return {};
    files_[to] = at(from);
    files_.erase(from);
    return {};
  }
  Result<> remove(const std::filesystem::path& path) override {
    if (!frozen) files_.erase(path);
    return {};
  }
  bool exists(const std::filesystem::path& path) override { return files_.contains(path); }

 private:
  using Content = std::shared_ptr<std::string>;

  class MemoryFile final : public File {
   public:
    MemoryFile(MemoryFiles& owner, Content content) : owner_(owner), content_(std::move(content)) {}
    Result<> append(std::string_view bytes) override {
      return write([&] { content_->append(bytes); });
    }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
      if (offset >= content_->size()) return 0;
      const auto count = std::min<std::size_t>(into.size(), content_->size() - offset);
      std::memcpy(into.data(), content_->data() + offset, count);
      return count;
    }
    Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
      return write([&] { content_->replace(offset, bytes.size(), bytes); });
    }
    Result<> truncate(std::uint64_t size) override {
      return write([&] { content_->resize(size); });
    }
    Result<> sync() override { return {}; }
    Result<std::uint64_t> size() override { return content_->size(); }

   private:
    template <class Change>
    Result<> write(Change change) {
      if (++owner_.writes > owner_.failing_after)
        return fail(Fault::disk, "cannot write: No space left on device");
      if (!owner_.frozen) change();
      return {};
    }
    MemoryFiles& owner_;
    Content content_;
  };

  Content at(const std::filesystem::path& path) {
    auto& content = files_[path];
    if (!content) content = std::make_shared<std::string>();
    return content;
  }
  std::map<std::filesystem::path, Content> files_;
};

}  // namespace judge
