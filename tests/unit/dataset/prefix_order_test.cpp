#include "dataset/prefix_order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.hpp"
#include "support/memory_files.hpp"

using namespace judge;
using namespace judge::rows;

namespace {

using Marks = std::vector<std::uint64_t>;
using Places = std::vector<std::uint64_t>;

/// The samples by their numbers, in the order they are put into.
Places order_of(const std::vector<Marks>& samples, std::size_t run_size = 3) {
  MemoryFiles files;
  PrefixOrder order(files, run_size);
  for (std::size_t i = 0; i < samples.size(); ++i) REQUIRE(order.add(samples[i], i));
  REQUIRE(order.seal());
  Places places;
  while (true) {
    const auto next = order.next();
    REQUIRE(next);
    if (!*next) return places;
    places.push_back(**next);
  }
}

/// The same by the definition: each sample by the firsts of its groups, then by itself.
Places by_definition(const std::vector<Marks>& samples) {
  std::map<Marks, std::uint64_t> firsts;
  std::vector<Places> keys;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    Places key;
    Marks group;
    for (const auto mark : samples[i]) {
      group.push_back(mark);
      key.push_back(firsts.try_emplace(group, i).first->second);
    }
    key.push_back(i);
    keys.push_back(std::move(key));
  }
  std::ranges::sort(keys);
  Places places;
  for (const auto& key : keys) places.push_back(key.back());
  return places;
}

/// A tree of prefixes, some of them shared, and short ones in between.
std::vector<Marks> random_samples(std::uint64_t seed) {
  Random random(seed);
  std::vector<Marks> samples(20 + random.below(200));
  for (auto& marks : samples)
    for (auto depth = random.below(6); depth > 0; --depth)
      marks.push_back(random.below(3) == 0 ? random.bits() : 1 + random.below(3));
  return samples;
}

}  // namespace

TEST_CASE("samples with equal marks follow the first of them, the others stay where they are") {
  CHECK(order_of({{7}, {8}, {}, {7}, {}, {8}, {7}}) == Places{0, 3, 6, 1, 5, 2, 4});
}

TEST_CASE("short samples keep the dataset's order, and so do those that have nothing in common") {
  CHECK(order_of({{}, {}, {}, {}}) == Places{0, 1, 2, 3});
  CHECK(order_of({{9}, {}, {3}, {}, {5, 1}, {4}}) == Places{0, 1, 2, 3, 4, 5});
  CHECK(order_of({}).empty());
}

TEST_CASE("within a group those that have more in common are nearer, by the first of them") {
  // One rubric (1), two documents (8 and 4), and one sample with the rubric alone.
  CHECK(order_of({{1, 8}, {1, 4}, {1}, {1, 8}, {2, 8}, {1, 4}, {1, 8}}) ==
        Places{0, 3, 6, 1, 5, 2, 4});
}

TEST_CASE("a mark of 0 is a mark like others") {
  CHECK(order_of({{0, 5}, {2}, {0, 5}}) == Places{0, 2, 1});
}

TEST_CASE("only so many marks count") {
  Marks deep(PrefixOrder::most_marks + 5, 1);
  auto other = deep;
  other.back() = 2;
  CHECK(order_of({deep, other, deep, {}, other}) == Places{0, 1, 2, 4, 3});
}

TEST_CASE("any tree of prefixes comes in the order that the definition gives it") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const auto samples = random_samples(seed);
    const auto wanted = by_definition(samples);
    for (const std::size_t run_size : {1, 4, 50, 1000})
      CHECK(order_of(samples, run_size) == wanted);
  }
}

TEST_CASE("a disk that is full at any moment is an error, not another order") {
  const auto samples = random_samples(7);
  for (std::uint64_t writes = 0; writes < 12; ++writes) {
    MemoryFiles files;
    files.failing_after = writes;
    PrefixOrder order(files, 4);
    Result<> went;
    for (std::size_t i = 0; went && i < samples.size(); ++i) went = order.add(samples[i], i);
    if (went) went = order.seal();
    REQUIRE_FALSE(went);
    CHECK(went.error().fault == Fault::disk);
  }
}
