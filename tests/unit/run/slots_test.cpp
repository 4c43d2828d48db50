#include "run/slots.hpp"

#include <doctest/doctest.h>

#include "support/memory_files.hpp"

using namespace judge;

TEST_CASE("slots give back each sample's digest, over many blocks and in any order") {
  MemoryFiles files;
  auto slots = Slots::make(files);
  REQUIRE(slots);
  constexpr std::uint64_t samples = 20'000;
  for (std::uint64_t i = 0; i < samples; ++i) REQUIRE(slots->add_sample(sha256(std::to_string(i))));
  REQUIRE(slots->seal(2, 3));
  CHECK(slots->samples() == samples);
  for (const std::uint64_t i :
       {std::uint64_t{0}, samples - 1, std::uint64_t{8191}, std::uint64_t{8192}, std::uint64_t{1}})
    CHECK(slots->digest(i) == short_digest(sha256(std::to_string(i))));
}

TEST_CASE("every sample, epoch and candidate has a place of its own") {
  MemoryFiles files;
  auto slots = Slots::make(files);
  for (int i = 0; i < 4; ++i) REQUIRE(slots->add_sample({}));
  REQUIRE(slots->seal(2, 3));
  for (std::uint64_t sample = 0; sample < 4; ++sample)
    for (std::size_t epoch = 0; epoch < 2; ++epoch)
      for (std::size_t candidate = 0; candidate < 3; ++candidate) {
        const auto place = slots->place(sample, epoch, candidate);
        CHECK_FALSE(slots->done(place));
        slots->mark_done(place);
        CHECK(slots->done(place));
      }
  CHECK_FALSE(slots->afresh(0));
  slots->mark_afresh(5);
  CHECK(slots->afresh(5));
  CHECK_FALSE(slots->afresh(4));
}
