#include "base/files.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <array>

#include "support/scratch.hpp"

using namespace judge;
using judge::test::read_file;
using judge::test::Scratch;
using judge::test::write_file;
namespace fs = std::filesystem;

namespace {

fs::perms mode_of(const fs::path& path) {
  return fs::status(path).permissions();
}

std::unique_ptr<File> opened(const fs::path& path) {
  auto file = posix_files().open(path);
  REQUIRE(file);
  return std::move(*file);
}

}  // namespace

TEST_CASE("a new file is for its owner only, and its directories are made") {
  const Scratch scratch;
  const auto file = opened(scratch / "a/b/results.jsonl");
  CHECK(mode_of(scratch / "a/b/results.jsonl") == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("opening an existing file keeps its bytes and its mode") {
  const Scratch scratch;
  write_file(scratch / "f", "old");
  fs::permissions(scratch / "f", fs::perms(0640));
  const auto file = opened(scratch / "f");
  CHECK(file->size() == 3);
  CHECK(mode_of(scratch / "f") == fs::perms(0640));
}

TEST_CASE("appends go to the end, writes to their offset, reads stop at the end") {
  const Scratch scratch;
  const auto file = opened(scratch / "f");
  REQUIRE(file->append("hello "));
  REQUIRE(file->append("world"));
  REQUIRE(file->write_at(0, "J"));
  REQUIRE(file->append("!"));
  CHECK(read_file(scratch / "f") == "Jello world!");

  std::array<char, 100> buffer{};
  const auto count = file->read_at(6, buffer);
  REQUIRE(count);
  CHECK(std::string_view(buffer.data(), *count) == "world!");
  CHECK(file->read_at(12, buffer) == 0);
}

TEST_CASE("a shortened file goes on from its new end") {
  const Scratch scratch;
  const auto file = opened(scratch / "f");
  REQUIRE(file->append("whole\ntorn"));
  REQUIRE(file->truncate(6));
  REQUIRE(file->append("next\n"));
  REQUIRE(file->sync());
  CHECK(read_file(scratch / "f") == "whole\nnext\n");
}

TEST_CASE("a full disk is said in words, with the path") {
  auto file = posix_files().open("/dev/full");
  REQUIRE(file);
  const auto written = (*file)->append("x");
  REQUIRE_FALSE(written);
  CHECK(written.error().fault == Fault::disk);
  CHECK(written.error().message ==
        "cannot write /dev/full: No space left on device; free some space there and run again");
}

TEST_CASE("what cannot be opened is a fault that names it") {
  const Scratch scratch;
  const auto directory = posix_files().open(scratch.path());
  REQUIRE_FALSE(directory);
  CHECK(directory.error().message == "cannot open " + scratch.path().native() + ": Is a directory");

  write_file(scratch / "file", "");
  const auto below = posix_files().open(scratch / "file/below");
  REQUIRE_FALSE(below);
  CHECK(below.error().fault == Fault::disk);
  CHECK(below.error().message.contains((scratch / "file").native()));

  CHECK_FALSE(posix_files().open_to_read(scratch / "absent"));
  CHECK_FALSE(fs::exists(scratch / "absent"));
}

TEST_CASE("a temporary file has no name") {
  const Scratch scratch;
  const char* before = ::getenv("TMPDIR");
  const std::string saved = before ? before : "";
  ::setenv("TMPDIR", scratch.path().c_str(), 1);
  auto file = posix_files().temporary();
  before ? ::setenv("TMPDIR", saved.c_str(), 1) : ::unsetenv("TMPDIR");
  REQUIRE(file);
  CHECK((*file)->append("x"));
  CHECK((*file)->size() == 1);
  CHECK(fs::is_empty(scratch.path()));
}

TEST_CASE("renaming replaces, removing forgives what is not there") {
  const Scratch scratch;
  auto& files = posix_files();
  write_file(scratch / "new", "new");
  write_file(scratch / "old", "old");
  REQUIRE(files.rename(scratch / "new", scratch / "old"));
  CHECK(read_file(scratch / "old") == "new");
  CHECK_FALSE(files.exists(scratch / "new"));
  CHECK(files.remove(scratch / "new"));
  CHECK(files.remove(scratch / "old"));
  CHECK_FALSE(files.exists(scratch / "old"));
  const auto absent = files.rename(scratch / "absent", scratch / "x");
  REQUIRE_FALSE(absent);
  CHECK(absent.error().message.contains("absent"));
}
