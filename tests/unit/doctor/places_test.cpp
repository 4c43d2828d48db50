#include "doctor/places.hpp"

#include <doctest/doctest.h>

#include "network_fixture.hpp"
#include "store/lock.hpp"
#include "store/reply_database.hpp"
#include "support/failing_files.hpp"
#include "support/scratch.hpp"

namespace judge::test {
namespace {

namespace fs = std::filesystem;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

bool is_empty(const Scratch& folder) {
  return fs::is_empty(folder.path());
}

TEST_CASE("results that can be written leave no trace of the trial, nor are folders made") {
  const Scratch folder;
  const auto findings = check_results(folder / "new" / "r.jsonl", posix_files(), place_of);
  CHECK_EQ(worst(findings), Level::ok);
  CHECK(holds(lines(findings), "is not there yet"));
  CHECK(is_empty(folder));
}

TEST_CASE("a disk that takes nothing is found, and the trial is removed all the same") {
  const Scratch folder;
  FailingFiles files;
  files.plan().fails_at = 1;
  const auto findings = check_results(folder / "r.jsonl", files, place_of);
  CHECK_EQ(worst(findings), Level::problem);
  CHECK(holds(lines(findings), "cannot write: injected -> make"));
  CHECK(is_empty(folder));
}

TEST_CASE("a folder in the place of the results is a problem") {
  const Scratch folder;
  CHECK(holds(lines(check_results(folder.path(), posix_files(), place_of)), "is a folder"));
}

TEST_CASE("results that another process writes are a problem that names it") {
  const Scratch folder;
  const auto results = folder / "r.jsonl";
  {
    const auto lock = ResultsLock::take(results);
    REQUIRE(lock);
    const auto text = lines(check_results(results, posix_files(), place_of));
    CHECK(holds(text, fmt::format("problem results: another judge (pid {})", ::getpid())));
    CHECK(holds(text, "-> wait for it or stop it"));
  }
  CHECK_EQ(worst(check_results(results, posix_files(), place_of)), Level::ok);
}

/// A store with answers in it, of more than one page.
void make_store(const fs::path& path) {
  auto store = ReplyDatabase::open(path);
  REQUIRE(store);
  REQUIRE((*store)->begin());
  for (int i = 0; i < 200; ++i)
    REQUIRE((*store)->put(sha256(std::to_string(i)), {.body = std::string(1000, 'x'), .model = "m"},
                          false));
  REQUIRE((*store)->commit());
}

TEST_CASE("a sound store says how much it holds") {
  const Scratch folder;
  CHECK(holds(lines(check_store(folder / "s.db", false, posix_files(), place_of)),
              "is not there yet"));
  make_store(folder / "s.db");
  CHECK(holds(lines(check_store(folder / "s.db", false, posix_files(), place_of)),
              "holds 200 answers, and is sound"));
}

TEST_CASE("a damaged store is a problem, and so is what is no store") {
  const Scratch folder;
  make_store(folder / "s.db");
  auto bytes = read_file(folder / "s.db");
  for (std::size_t at = 8192 * 3; at < bytes.size(); at += 512) bytes.replace(at, 64, 64, '\x7f');
  write_file(folder / "s.db", bytes);
  const auto damaged = lines(check_store(folder / "s.db", false, posix_files(), place_of));
  CHECK(holds(damaged, "problem store"));
  write_file(folder / "t.db", "just some words that are no database at all");
  CHECK(
      holds(lines(check_store(folder / "t.db", false, posix_files(), place_of)), "problem store"));
}

FindPlace on(Place place) {
  return [place](const fs::path& file) -> Result<Place> {
    auto here = place;
    here.folder = file.parent_path();
    return here;
  };
}

TEST_CASE("a store on a network file system is a warning that names another place or key") {
  const Scratch folder;
  const auto nfs = on({.folder = {}, .device = 1, .free = 1, .kind = 0x6969});
  const auto text = lines(check_store(folder / "s.db", false, posix_files(), nfs));
  CHECK(holds(text, "(NFS)"));
  CHECK(holds(text, "store_exclusive = true"));
  CHECK(!holds(lines(check_store(folder / "s.db", true, posix_files(), nfs)), "(NFS)"));
}

TEST_CASE("known network file systems are told from local ones") {
  CHECK_EQ(network_file_system(0x6969), "NFS");
  CHECK_EQ(network_file_system(static_cast<long>(0xFF534D42)), "SMB");
  CHECK_FALSE(network_file_system(0xEF53));      // ext4
  CHECK_FALSE(network_file_system(0x01021994));  // tmpfs
}

TEST_CASE("space is compared with what results, store and temporary files need on one device") {
  const auto config = small_config("/data", "doctor", "m");
  const Workload work{.samples = 1000,
                      .lines = 1000,
                      .calls = 1000,
                      .line_bytes = 1000,
                      .reply_bytes = 2000,
                      .temporary = 1e6};
  const auto level = [&](std::uint64_t free) {
    const auto findings =
        check_space(config, work, on({.folder = {}, .device = 1, .free = free, .kind = 0}));
    REQUIRE(findings.size() == 1);
    return findings[0].level;
  };
  CHECK_EQ(level(10'000'000), Level::ok);
  CHECK_EQ(level(6'000'000), Level::warning);
  CHECK_EQ(level(3'000'000), Level::problem);
}

TEST_CASE("a limit of file descriptors below the connections is a warning that says what fits") {
  auto config = small_config("/data", "doctor", "m");
  config.models[0].max_connections = {.automatic = false, .start = 2000, .max = 2000};
  CHECK_EQ(check_descriptors(config, 4096).level, Level::ok);
  const auto low = check_descriptors(config, 1024);
  CHECK_EQ(low.level, Level::warning);
  CHECK(holds(low.remedy, "max_connections be 960 in all"));
}

}  // namespace
}  // namespace judge::test
