#include "store/network_disk.hpp"

#include <doctest/doctest.h>

#include "support/scratch.hpp"

using namespace judge;

TEST_CASE("network file systems are known by their type") {
  constexpr std::uint64_t nfs = 0x6969, cifs = 0xFF534D42, ext4 = 0xEF53, tmpfs = 0x01021994;
  CHECK(network_disk(nfs) == "NFS");
  CHECK(network_disk(cifs) == "SMB");
  CHECK_FALSE(network_disk(ext4));
  CHECK_FALSE(network_disk(tmpfs));
}

TEST_CASE("a local disk is none, whether or not the file is there yet") {
  const test::Scratch scratch;
  CHECK_FALSE(network_disk(scratch.path()));
  CHECK_FALSE(network_disk(scratch / "not/yet/there.db"));
  CHECK_FALSE(network_disk("relative.db"));
  CHECK_FALSE(network_disk("file:/memory?vfs=memdb"));
}
