#include <doctest/doctest.h>

#include "unit/model/exchange.hpp"

namespace judge::test {
namespace {

std::optional<milliseconds> wait(std::initializer_list<Header> headers) {
  return error_of(reply(429, "{}", headers)).retry_after;
}

std::optional<milliseconds> seconds_of(const std::string& value) {
  return wait({{"retry-after", value}});
}

TEST_CASE("retry-after is seconds, whole or not, or a date") {
  CHECK(seconds_of("20") == milliseconds(20'000));
  CHECK(seconds_of("0.25") == milliseconds(250));
  CHECK(seconds_of(" 1.5 ") == milliseconds(1500));
  CHECK(seconds_of("0.0001") == milliseconds(1));
  CHECK(seconds_of("86400") == milliseconds(86'400'000));  // the caller's cap, not ours
  CHECK(seconds_of("Fri, 20 Nov 2026 13:00:30 GMT") == milliseconds(30'000));
  CHECK(seconds_of("Friday, 20-Nov-26 13:01:00 GMT") == milliseconds(60'000));
  CHECK(seconds_of("Fri Nov 20 13:00:05 2026") == milliseconds(5'000));
}

TEST_CASE("a date counts from the server's own, where it tells that: clocks may differ by hours") {
  const Header until{"retry-after", "Fri, 20 Nov 2026 14:00:30 GMT"};
  CHECK(wait({until, {"date", "Fri, 20 Nov 2026 14:00:00 GMT"}}) == milliseconds(30'000));
  CHECK(wait({until, {"date", "not a date"}}) == milliseconds(3'630'000));
  CHECK(!wait({until, {"date", "Fri, 20 Nov 2026 15:00:00 GMT"}}));
}

TEST_CASE("what is no sane time means ordinary backoff") {
  for (const std::string value : {"",
                                  "0",
                                  "0.0",
                                  "-1",
                                  "-0.5",
                                  "nan",
                                  "NaN",
                                  "inf",
                                  "-inf",
                                  "1e300",
                                  "1e999",
                                  "soon",
                                  "5s",
                                  "5 apples",
                                  "0x10",
                                  "5, 6",
                                  "23h18m29.144s",
                                  "Fri, 20 Nov 2026 12:59:59 GMT",
                                  "Fri, 20 Nov 2026 13:00:00 GMT",
                                  "Fri, 99 Nov 2026 13:00:30 GMT",
                                  "Fri Nov 10 13:00:04 0029",
                                  "Fri, 20 Nov 9999 13:00:30 GMT",
                                  "Fri, 20 Nov 2026 13:00:30 GMT and more",
                                  "99999999999999999999999999"}) {
    CAPTURE(value);
    CHECK(!seconds_of(value));
    CHECK(!wait({{"retry-after-ms", value}}));
  }
  CHECK(!wait({}));
}

TEST_CASE("retry-after-ms beats retry-after, unless it is garbage") {
  CHECK(wait({{"retry-after", "20"}, {"retry-after-ms", "350"}}) == milliseconds(350));
  CHECK(wait({{"retry-after-ms", "12.5"}}) == milliseconds(13));
  CHECK(wait({{"retry-after-ms", "0"}, {"retry-after", "2"}}) == milliseconds(2000));
  CHECK(wait({{"retry-after-ms", "x"}, {"retry-after", "2"}}) == milliseconds(2000));
}

TEST_CASE("the time to a full refill is not a time to wait") {
  CHECK(!wait({{"x-ratelimit-reset-tokens", "23h18m29.144s"}}));
}

TEST_CASE("x-should-retry is passed on where it is a yes or a no") {
  const auto said = [](const std::string& value) {
    return error_of(reply(500, "", {{"x-should-retry", value}})).should_retry;
  };
  CHECK(said("true") == true);
  CHECK(said("False") == false);
  CHECK(!said("maybe"));
  CHECK(!error_of(500, "").should_retry);
}

}  // namespace
}  // namespace judge::test
