#include "store/key_filter.hpp"

#include <doctest/doctest.h>

#include "unit/store/stores.hpp"

using namespace judge;
using namespace judge::test;

namespace {

std::uint64_t number(int i) {
  return short_digest(key_of(std::to_string(i)));
}

}  // namespace

TEST_CASE("a filter has all that was added, and before it is complete it may have everything") {
  KeyFilter filter;
  CHECK(filter.may_have(number(0)));
  for (int i = 0; i < 1000; ++i) filter.add(number(i));
  CHECK(filter.may_have(number(5000)));
  filter.complete();
  for (int i = 0; i < 1000; ++i) CHECK(filter.may_have(number(i)));
  CHECK_FALSE(filter.may_have(number(5000)));
  filter.add(number(5000));
  CHECK(filter.may_have(number(5000)));
}

TEST_CASE("of 100,000 unknown keys few pass a filter that knows 100,000") {
  KeyFilter filter;
  filter.complete();
  for (int i = 0; i < 100'000; ++i) filter.add(number(i));
  int passed = 0;
  for (int i = 100'000; i < 200'000; ++i) passed += filter.may_have(number(i));
  CHECK(passed < 20);
}
