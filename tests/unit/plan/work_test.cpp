#include "plan/work.hpp"

#include <doctest/doctest.h>

#include "plan/seen.hpp"

using namespace judge;

TEST_CASE("a unit has as many calls as sizes that are not 0") {
  CHECK(calls_of({.order = 0, .bytes = {0, 10, 0, 7}}) == 2);
}

TEST_CASE("few units are all kept, in their order") {
  WorkSample sample;
  for (std::uint64_t i = 0; i < 100; ++i) sample.add({.order = i, .bytes = {1}});
  const auto units = sample.units(1000);
  REQUIRE(units.size() == 100);
  for (std::uint64_t i = 0; i < 100; ++i) CHECK(units[i].order == i);
}

TEST_CASE("no more calls are taken than are wanted, but one unit at least") {
  WorkSample sample;
  for (std::uint64_t i = 0; i < 100; ++i) sample.add({.order = i, .bytes = {1, 0, 1, 1}});
  CHECK(sample.units(30).size() == 10);
  CHECK(sample.units(1).size() == 1);
}

TEST_CASE("of very many units a sample from all over the dataset is kept") {
  WorkSample sample;
  constexpr std::uint64_t many = 200'000;
  for (std::uint64_t i = 0; i < many; ++i) sample.add({.order = i, .bytes = {1}});
  CHECK(sample.offered() == many);
  const auto units = sample.units(5'000);
  REQUIRE(units.size() == 5'000);
  double mean = 0;
  for (const auto& unit : units) mean += static_cast<double>(unit.order) / 5'000;
  CHECK(mean == doctest::Approx(many / 2.0).epsilon(0.03));
}

TEST_CASE("what has been seen is known again, and nothing else is") {
  Seen seen;
  const auto digest = [](std::uint64_t number) { return Hasher().add(number).finish(); };
  for (std::uint64_t i = 0; i < 100'000; ++i) REQUIRE(seen.add(digest(i)));
  for (std::uint64_t i = 0; i < 100'000; ++i) REQUIRE_FALSE(seen.add(digest(i)));
}
