#include "dataset/duplicates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>

using namespace judge;
using namespace judge::rows;

namespace {

/// Temporary files in memory that give back at most a few bytes at a time, and fail on request.
class MemoryFiles : public Files {
 public:
  std::size_t appends = 0;
  std::size_t failing_append = 0;

  Result<std::unique_ptr<File>> temporary() override { return std::make_unique<Memory>(*this); }
  Result<std::unique_ptr<File>> open(const std::filesystem::path&) override { return unwanted(); }
  Result<> rename(const std::filesystem::path&, const std::filesystem::path&) override {
    return unwanted();
  }
  Result<> remove(const std::filesystem::path&) override { return unwanted(); }
  bool exists(const std::filesystem::path&) override { return false; }

 private:
  static std::unexpected<Error> unwanted() { return fail(Fault::internal, "not for this test"); }

  class Memory : public File {
   public:
    explicit Memory(MemoryFiles& files) : files_(files) {}
    Result<> append(std::string_view bytes) override {
      if (++files_.appends == files_.failing_append) return fail(Fault::disk, "full");
      bytes_ += bytes;
      return {};
    }
    Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) override {
      const auto from = std::min<std::size_t>(offset, bytes_.size());
      const auto size = std::min({into.size(), bytes_.size() - from, std::size_t{1000}});
      std::memcpy(into.data(), bytes_.data() + from, size);
      return size;
    }
    Result<> write_at(std::uint64_t, std::string_view) override { return unwanted(); }
    Result<> truncate(std::uint64_t) override { return unwanted(); }
    Result<> sync() override { return unwanted(); }
    Result<std::uint64_t> size() override { return bytes_.size(); }

   private:
    MemoryFiles& files_;
    std::string bytes_;
  };
};

std::vector<Duplicate> find(MemoryFiles& files, std::size_t run_size,
                            const std::vector<std::string>& ids, std::size_t most = 10) {
  DuplicateFinder finder(files, run_size);
  for (std::size_t i = 0; i < ids.size(); ++i) REQUIRE(finder.add(ids[i], i));
  auto found = finder.finish(most);
  REQUIRE(found);
  return *found;
}

std::vector<std::string> different_ids(std::size_t count) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back("id" + std::to_string(i));
  return ids;
}

bool same(const std::vector<Duplicate>& found, const std::vector<Duplicate>& wanted) {
  return std::ranges::equal(found, wanted, [](const Duplicate& a, const Duplicate& b) {
    return a.first == b.first && a.again == b.again;
  });
}

}  // namespace

TEST_CASE("different ids have no duplicates, in memory or over many runs") {
  MemoryFiles files;
  CHECK(find(files, 100, different_ids(90)).empty());
  CHECK(files.appends == 0);
  CHECK(find(files, 7, different_ids(5000)).empty());
  CHECK(files.appends == 715);
}

TEST_CASE("an equal id is found within a run and over runs far apart, with the first of its kind") {
  for (const std::size_t run_size : {7, 300, 1000, 5000}) {
    MemoryFiles files;
    auto ids = different_ids(1000);
    ids[4] = ids[3];
    ids[999] = ids[0];
    ids[500] = ids[0];
    CHECK(same(find(files, run_size, ids),
               {{.first = 3, .again = 4}, {.first = 0, .again = 500}, {.first = 0, .again = 999}}));
  }
}

TEST_CASE("of very many duplicates the first in the file are told") {
  MemoryFiles files;
  const std::vector<std::string> ids(500, "same");
  CHECK(same(find(files, 64, ids, 2), {{.first = 0, .again = 1}, {.first = 0, .again = 2}}));
}

TEST_CASE("a full disk is an error of the disk") {
  MemoryFiles files;
  files.failing_append = 2;
  DuplicateFinder finder(files, 2);
  CHECK(finder.add("a", 0));
  CHECK(finder.add("b", 1));
  CHECK(finder.add("c", 2));
  const auto added = finder.add("d", 3);
  REQUIRE_FALSE(added);
  CHECK(added.error().fault == Fault::disk);
}
