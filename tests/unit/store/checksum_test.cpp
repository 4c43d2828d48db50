#include "store/checksum.hpp"

#include <doctest/doctest.h>

using namespace judge;

namespace {

std::string sealed(std::string line) {
  seal_line(line);
  return line;
}

}  // namespace

TEST_CASE("a sealed line is sound, and with any bit changed it is not") {
  const auto line = sealed(R"({"id":"a","score":8.0,"text":"so \"good\""})");
  CHECK(is_sound(line));
  CHECK(is_sound(line + "\r"));
  for (std::size_t at = 0; at < line.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = line;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      CHECK_FALSE(is_sound(damaged));
    }
}

TEST_CASE("the checksum is the one of zlib, gzip and Python's binascii.crc32") {
  CHECK(sealed(R"({"id":1})") == R"({"id":1,"crc32":"56bfc637"})");
}

TEST_CASE("lines without a checksum are taken as they are") {
  for (const auto* line : {"", "{}", "x", R"({"id":1})", R"({"id":1, "crc32": "00000000"})"})
    CHECK(is_sound(line));
}

TEST_CASE("what is no JSON object with members is not sealed") {
  for (const auto* line : {"", "{}", "x", "[1,2,3,4]"}) CHECK(sealed(line) == line);
}

TEST_CASE("a reply's checksum is of all that is used of it, and of its key") {
  const auto key = sha256("k");
  const StoredReply reply{.body = "b", .model = "m", .latency_ms = 1, .attempts = 2};
  const auto sum = checksum(key, reply);
  const auto with = [&](auto change) {
    auto other = reply;
    change(other);
    return checksum(key, other);
  };
  CHECK(checksum(sha256("l"), reply) != sum);
  CHECK(with([](StoredReply& r) { r.body = "c"; }) != sum);
  CHECK(with([](StoredReply& r) { r.model = "n"; }) != sum);
  CHECK(with([](StoredReply& r) { r.latency_ms = 2; }) != sum);
  CHECK(with([](StoredReply& r) { r.attempts = 1; }) != sum);
  CHECK(with([](StoredReply& r) { r.possibly_billed_before = true; }) != sum);
  CHECK(with([](StoredReply&) {}) == sum);
}
