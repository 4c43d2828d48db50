#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "mock/settings.hpp"

using namespace judge;
using namespace judge::mock;

namespace {

std::string complaint(const MockOptions& options) {
  const auto settings = Settings::read(options);
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error().fault == Fault::usage);
  return settings.error().message;
}

double milliseconds_of(Duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

TEST_CASE("a fixed latency is the same for every request") {
  const auto latency = Latency::parse("200ms");
  REQUIRE(latency.has_value());
  CHECK(latency->draw(1, 0) == milliseconds(200));
  CHECK(latency->draw(2, 99) == milliseconds(200));
  CHECK(Latency::parse("0")->none());
  CHECK(Latency::parse("0ms")->none());
}

TEST_CASE("a lognormal latency has the median and the sigma asked for, and repeats") {
  const auto latency = Latency::parse("lognormal:200ms,0.5");
  REQUIRE(latency.has_value());
  constexpr int kDraws = 20000;
  int below = 0;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double drawn = milliseconds_of(latency->draw(7, static_cast<std::uint64_t>(i)));
    if (drawn < 200) ++below;
    sum += std::log(drawn);
    squares += std::log(drawn) * std::log(drawn);
  }
  const double mean = sum / kDraws;
  CHECK(below / double{kDraws} == doctest::Approx(0.5).epsilon(0.03));
  CHECK(std::sqrt(squares / kDraws - mean * mean) == doctest::Approx(0.5).epsilon(0.03));
  CHECK(latency->draw(7, 3) == latency->draw(7, 3));
  CHECK(latency->draw(7, 3) != latency->draw(8, 3));
}

TEST_CASE("a latency that cannot be read is refused with an example") {
  for (const char* text :
       {"", "fast", "-5ms", "200", "lognormal:", "lognormal:200ms", "lognormal:200ms,",
        "lognormal:200ms,-1", "lognormal:200ms,nan", "lognormal:x,0.5", "lognormal:1s,99"}) {
    CAPTURE(text);
    CHECK(complaint({.latency = text}).contains("lognormal:200ms,0.5"));
  }
}

TEST_CASE("faults come with their probabilities, and the same for the same seed") {
  const auto faults = Faults::parse(" 500=0.1, reset=0.05 ,stall=0,garbage=0.02");
  REQUIRE(faults.has_value());
  constexpr int kDraws = 50000;
  std::map<FaultKind, double> seen;
  for (int i = 0; i < kDraws; ++i) {
    const auto drawn = faults->draw(3, static_cast<std::uint64_t>(i));
    CHECK(drawn.status == (drawn.kind == FaultKind::status ? 500 : 0));
    seen[drawn.kind] += 1.0 / kDraws;
  }
  CHECK(seen[FaultKind::status] == doctest::Approx(0.1).epsilon(0.1));
  CHECK(seen[FaultKind::reset] == doctest::Approx(0.05).epsilon(0.1));
  CHECK(seen[FaultKind::garbage] == doctest::Approx(0.02).epsilon(0.2));
  CHECK(seen[FaultKind::stall] == 0);
  CHECK(seen[FaultKind::none] == doctest::Approx(0.83).epsilon(0.02));
}

TEST_CASE("probabilities that sum to one leave nothing whole") {
  const auto faults = Faults::parse("400=0.5,529=0.5");
  REQUIRE(faults.has_value());
  for (std::uint64_t i = 0; i < 1000; ++i) CHECK(faults->draw(1, i).kind == FaultKind::status);
  CHECK(Faults::parse("").value().draw(1, 1).kind == FaultKind::none);
}

TEST_CASE("faults that cannot be read are refused, with the known names") {
  CHECK(complaint({.fail = "stal=0.1"}).contains("did you mean \"stall\"?"));
  CHECK(complaint({.fail = "oops=0.1"}).contains("unreadable"));
  CHECK(complaint({.fail = "200=0.1"}).contains("400 to 599"));
  CHECK(complaint({.fail = "600=0.1"}).contains("400 to 599"));
  CHECK(complaint({.fail = "500"}).contains("from 0 to 1"));
  CHECK(complaint({.fail = "500=2"}).contains("from 0 to 1"));
  CHECK(complaint({.fail = "500=-0.1"}).contains("from 0 to 1"));
  CHECK(complaint({.fail = "500=nan"}).contains("from 0 to 1"));
  CHECK(complaint({.fail = "500=0.1x"}).contains("from 0 to 1"));
  CHECK(complaint({.fail = "500=0.6,reset=0.6"}).contains("sum to 1.2"));
  CHECK(complaint({.fail = "500=0.1,500=0.1"}).contains("named twice"));
  CHECK(complaint({.fail = "500=0.1,,reset=0.1"}).contains("no known fault"));
}

TEST_CASE("limits and formats that make no sense are refused") {
  CHECK(complaint({.rpm = 0}).contains("rpm"));
  CHECK(complaint({.rpm = -3}).contains("rpm"));
  CHECK(complaint({.tpm = std::nan("")}).contains("tpm"));
  CHECK(complaint({.rpm = 60, .burst = 0.5}).contains("burst"));
  CHECK(complaint({.burst = 5}).contains("needs rpm"));
  CHECK(complaint({.position_bias = 1.5}).contains("position_bias"));
  CHECK(complaint({.unreadable = -0.1}).contains("unreadable"));
  CHECK(complaint({.unreadable = std::nan("")}).contains("from 0 to 1"));
  CHECK(complaint({.response_format = "yaml"}).contains("json_object"));
}
