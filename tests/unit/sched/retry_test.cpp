#include "sched/retry.hpp"

#include <doctest/doctest.h>

using namespace judge;

namespace {

constexpr Time now{10h};

CallError error_of(ErrorClass error_class) {
  CallError error;
  error.error_class = error_class;
  return error;
}

CallHistory after(std::uint32_t faults) {
  return {.spent = faults, .consecutive = faults, .last_success = now};
}

std::optional<milliseconds> delay(const CallError& error, const CallHistory& history,
                                  const RetryConfig& config = {}, std::uint64_t seed = 1) {
  Random random(seed);
  return next_delay(config, error, history, now, random);
}

}  // namespace

TEST_CASE("the backoff is full jitter below a ceiling that doubles up to the cap") {
  const RetryConfig config{.max = 100, .base = 500ms, .cap = 8s};
  for (std::uint32_t faults = 1; faults < 40; ++faults) {
    const auto ceiling = faults > 5 ? 8000ms : 500ms * (1 << (faults - 1));
    milliseconds most{0};
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const auto d = delay(error_of(ErrorClass::transient), after(faults), config, seed);
      REQUIRE(d);
      REQUIRE(*d >= 0ms);
      REQUIRE(*d <= ceiling);
      most = std::max(most, *d);
    }
    CHECK(most > ceiling * 3 / 4);
  }
}

TEST_CASE("transient faults are retried retry.max times, then it gives up") {
  const RetryConfig config{.max = 2};
  CHECK(delay(error_of(ErrorClass::transient), after(1), config));
  CHECK(delay(error_of(ErrorClass::transient), after(2), config));
  CHECK_FALSE(delay(error_of(ErrorClass::transient), after(3), config));
}

TEST_CASE("retry.max = 0 means one attempt") {
  CHECK_FALSE(delay(error_of(ErrorClass::transient), after(1), {.max = 0}));
}

TEST_CASE("rate limits do not spend attempts: only a long time without any success ends them") {
  CHECK_FALSE(spends_attempt(error_of(ErrorClass::rate_limit)));
  auto history = after(1000);
  CHECK(delay(error_of(ErrorClass::rate_limit), history) == 0ms);  // its lane waits, not the sample
  history.last_success = now - 29min;
  CHECK(delay(error_of(ErrorClass::rate_limit), history));
  history.last_success = now - 30min;
  CHECK_FALSE(delay(error_of(ErrorClass::rate_limit), history));
}

TEST_CASE("sample and config errors are final") {
  CHECK_FALSE(delay(error_of(ErrorClass::sample), after(1)));
  CHECK_FALSE(delay(error_of(ErrorClass::config), after(1)));
}

TEST_CASE("billing and auth errors go to another key at once") {
  CHECK(delay(error_of(ErrorClass::billing), after(1)) == 0ms);
  CHECK(delay(error_of(ErrorClass::auth), after(1)) == 0ms);
  // What the server says about trying again it says of the key that it refuses.
  auto final = error_of(ErrorClass::billing);
  final.should_retry = false;
  final.retry_after = 24h;
  CHECK(delay(final, after(1)) == 0ms);
}

TEST_CASE("Retry-After is never undercut, and little exceeded") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    auto error = error_of(ErrorClass::transient);
    error.retry_after = 2s;
    const auto d = delay(error, after(1), {}, seed);
    REQUIRE(d);
    CHECK(*d >= 2s);
    CHECK(*d <= 2250ms);
  }
}

TEST_CASE("a Retry-After of hours is not slept") {
  auto error = error_of(ErrorClass::rate_limit);
  error.retry_after = 3h;
  CHECK_FALSE(delay(error, after(1)));
}

TEST_CASE("x-should-retry overrules the class, within the bounds") {
  auto no = error_of(ErrorClass::transient);
  no.should_retry = false;
  CHECK_FALSE(delay(no, after(1)));
  auto yes = error_of(ErrorClass::sample);
  yes.should_retry = true;
  CHECK(delay(yes, after(1)));
  CHECK_FALSE(delay(yes, after(9)));
}
