#include "model/dialect.hpp"

#include <doctest/doctest.h>

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

TEST_CASE(
    "an attempt without a reply is transient (a redirect is a wrong base_url), and its code says "
    "why") {
  using Row = std::pair<Kind, const char*>;
  for (const auto& [kind, code] : std::initializer_list<Row>{{Kind::dns, "dns"},
                                                             {Kind::refused, "refused"},
                                                             {Kind::tls, "tls"},
                                                             {Kind::timeout, "timeout"},
                                                             {Kind::reset, "reset"},
                                                             {Kind::malformed, "malformed"},
                                                             {Kind::too_large, "too_large"},
                                                             {Kind::redirect, "redirect"},
                                                             {Kind::cancelled, "cancelled"},
                                                             {Kind::other, "transport"}})
    for (const bool sent : {false, true}) {
      const auto error = classify({kind, "host: why", sent});
      CHECK(error.error_class ==
            (kind == Kind::redirect ? ErrorClass::config : ErrorClass::transient));
      CHECK(error.code == code);
      CHECK(error.message == "host: why");
      CHECK(error.possibly_billed == sent);
      CHECK(!error.retry_after);
    }
}

TEST_CASE("classes have names") {
  CHECK(name(ErrorClass::rate_limit) == "rate_limit");
  CHECK(name(ErrorClass::transient) == "transient");
  CHECK(name(ErrorClass::billing) == "billing");
  CHECK(name(ErrorClass::auth) == "auth");
  CHECK(name(ErrorClass::sample) == "sample");
  CHECK(name(ErrorClass::config) == "config");
}

TEST_CASE("cost is tokens times price, cached ones at their own") {
  const Usage usage{.input = 1'000'000, .cached_input = 400'000, .output = 100'000, .reasoning = 0};
  const Price whole{.input = 0.25, .cached_input = 0.025, .output = 2.0};
  CHECK(*cost_usd(whole, usage) == doctest::Approx(0.15 + 0.01 + 0.2));
  const Price no_cached{.input = 0.25, .cached_input = {}, .output = 2.0};
  CHECK(*cost_usd(no_cached, usage) == doctest::Approx(0.25 + 0.2));
  const Usage not_told{.input = 1'000'000, .cached_input = {}, .output = 100'000, .reasoning = 0};
  CHECK(*cost_usd(whole, not_told) == doctest::Approx(0.25 + 0.2));
}

TEST_CASE("an unknown price or usage is an unknown cost, never 0") {
  const Usage usage{.input = 10, .cached_input = 0, .output = 5, .reasoning = 0};
  CHECK(!cost_usd({.input = 1.0, .cached_input = 1.0, .output = 1.0}, std::nullopt));
  CHECK(!cost_usd(Price{}, usage));
  CHECK(!cost_usd({.input = 1.0, .cached_input = {}, .output = {}}, usage));
  CHECK(!cost_usd({.input = {}, .cached_input = 1.0, .output = 1.0}, usage));
}

TEST_CASE("what was not used needs no price, and a price of 0 is a price") {
  const Usage input_only{.input = 10, .cached_input = 0, .output = 0, .reasoning = 0};
  CHECK(cost_usd({.input = 1.0, .cached_input = {}, .output = {}}, input_only));
  CHECK(cost_usd({.input = 0.0, .cached_input = {}, .output = 0.0},
                 Usage{.input = 10, .cached_input = 0, .output = 9, .reasoning = 0}) == 0.0);
}

TEST_CASE("what is written to a cache has its own price, or none is known") {
  const Usage usage{.input = 1'000'000,
                    .cached_input = 500'000,
                    .output = 0,
                    .cache_write = 300'000,
                    .cache_write_1h = 100'000};
  Price price{
      .input = 3, .cached_input = 0.3, .output = 15, .cache_write = 3.75, .cache_write_1h = 6};
  CHECK(*cost_usd(price, usage) == doctest::Approx(0.2 * 3 + 0.5 * 0.3 + 0.2 * 3.75 + 0.1 * 6));
  price.cache_write_1h.reset();
  CHECK(!cost_usd(price, usage));
}

TEST_CASE("above a tier's tokens the whole request is at its price") {
  ModelConfig model;
  model.price = {.input = 1, .cached_input = {}, .output = 2};
  model.price_above = {{200'000, {.input = 2, .cached_input = {}, .output = 3}},
                       {400'000, {.input = 4, .cached_input = {}, .output = 5}}};
  const auto cost = [&](std::int64_t input) {
    return *cost_usd(model, Usage{.input = input, .cached_input = {}, .output = 1'000'000});
  };
  CHECK(cost(200'000) == doctest::Approx(0.2 + 2));
  CHECK(cost(200'001) == doctest::Approx(0.400002 + 3));
  CHECK(cost(500'000) == doctest::Approx(2.0 + 5));
}

}  // namespace
}  // namespace judge::test
