#include "dataset/external_sort.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "support/memory_files.hpp"

using namespace judge;
using namespace judge::rows;

namespace {

struct Pair {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  auto operator<=>(const Pair&) const = default;
};

std::vector<Pair> some_pairs(std::size_t count) {
  Random random(5);
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < count; ++i)
    pairs.push_back({static_cast<std::uint32_t>(random.below(40)),
                     static_cast<std::uint32_t>(random.below(1000))});
  return pairs;
}

std::vector<Pair> sorted_by(ExternalSort<Pair>& sort, const std::vector<Pair>& pairs) {
  for (const auto& pair : pairs) REQUIRE(sort.add(pair));
  REQUIRE(sort.seal());
  std::vector<Pair> sorted;
  while (true) {
    const auto next = sort.next();
    REQUIRE(next);
    if (!*next) return sorted;
    sorted.push_back(**next);
  }
}

}  // namespace

TEST_CASE("records come back in order, equal ones as often as they went in, whatever the runs") {
  const auto pairs = some_pairs(5000);
  auto wanted = pairs;
  std::ranges::sort(wanted);
  for (const std::size_t run_size : {1, 7, 1000, 2500, 5000, 9000}) {
    CAPTURE(run_size);
    MemoryFiles files;
    ExternalSort<Pair> sort(files, run_size);
    CHECK(sorted_by(sort, pairs) == wanted);
    // Nothing is written where all fits into one run.
    CHECK((files.writes > 0) == (run_size <= 5000));
  }
}

TEST_CASE("nothing sorts to nothing") {
  MemoryFiles files;
  ExternalSort<Pair> sort(files, 4);
  CHECK(sorted_by(sort, {}).empty());
}

TEST_CASE("a full disk and a file that lost its bytes are errors of the disk") {
  MemoryFiles files;
  files.failing_after = 1;
  ExternalSort<Pair> full(files, 2);
  CHECK(full.add({}));
  CHECK(full.add({}));
  CHECK(full.add({}));
  const auto added = full.add({});
  REQUIRE_FALSE(added);
  CHECK(added.error().fault == Fault::disk);

  MemoryFiles frozen;
  frozen.frozen = true;
  ExternalSort<Pair> lost(frozen, 2);
  CHECK(lost.add({}));
  CHECK(lost.add({}));
  const auto sealed = lost.seal();
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().fault == Fault::disk);
}
