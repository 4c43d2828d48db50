#include "base/hash.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace judge;

TEST_CASE("SHA-256 gives the published digests") {  // FIPS 180-2, B.1
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("the hexadecimal form can be cut short") {
  CHECK(hex(sha256("abc"), 4) == "ba7816bf");
  CHECK(hex(sha256("abc"), 99).size() == 64);
}

TEST_CASE("parts cannot be shifted against each other") {
  const std::set<Digest> digests = {Hasher().add("ab").add("c").finish(),
                                    Hasher().add("a").add("bc").finish(),
                                    Hasher().add("abc").finish(),
                                    Hasher().add("abc").add("").finish(),
                                    Hasher().add("").add("abc").finish(),
                                    Hasher().add("abc").add(std::uint64_t{0}).add("").finish()};
  CHECK(digests.size() == 6);
  CHECK(Hasher().add("ab").add("c").finish() == Hasher().add("ab").add("c").finish());
}

TEST_CASE("the short form tells digests apart") {
  CHECK(short_digest(sha256("a")) == short_digest(sha256("a")));
  CHECK(short_digest(sha256("a")) != short_digest(sha256("b")));
}
