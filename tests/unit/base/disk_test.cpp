#include "base/disk.hpp"

#include <doctest/doctest.h>

#include "support/scratch.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("directories are made with all that is above them, and may be there already") {
  const Scratch scratch;
  const auto deep = scratch / "a/b/c";
  CHECK(make_directories(deep));
  CHECK(std::filesystem::is_directory(deep));
  CHECK(make_directories(deep));
  CHECK(make_directories(scratch / "d/"));
  CHECK(make_directories(""));
  write_file(scratch / "file", "");
  const auto below = make_directories(scratch / "file/x");
  REQUIRE_FALSE(below);
  CHECK(below.error().fault == Fault::disk);
  CHECK(below.error().message.contains("file"));
}

TEST_CASE("what can be done about a disk is said") {
  CHECK(disk_advice(ENOSPC) == "; free some space there and run again");
  CHECK(disk_advice(EDQUOT) == disk_advice(ENOSPC));
  for (const int error : {EFBIG, EROFS, EACCES, EPERM, EMFILE, ENFILE, EIO})
    CHECK(disk_advice(error).starts_with("; "));
  CHECK(disk_advice(ENOENT).empty());
}
