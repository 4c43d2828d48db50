#include "sched/key_pool.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace judge;

namespace {

constexpr Time now{10h};

ModelConfig model_with_keys(std::size_t keys, std::optional<double> rpm = std::nullopt,
                            std::optional<double> tpm = std::nullopt) {
  ModelConfig model;
  for (std::size_t i = 0; i < keys; ++i)
    model.api_keys.push_back({Secret("a-secret-key"), "literal"});
  model.rpm = rpm;
  model.tpm = tpm;
  return model;
}

CallError billing() {
  CallError error;
  error.error_class = ErrorClass::billing;
  error.code = "insufficient_quota";
  return error;
}

}  // namespace

TEST_CASE("a model without keys has one nameless key") {
  KeyPool pool(model_with_keys(0));
  CHECK(pool.size() == 1);
  const auto booking = pool.book(10, now);
  REQUIRE(booking);
  CHECK(booking->key == 0);
  CHECK(booking->when == now);
}

TEST_CASE("keys without limits take turns") {
  KeyPool pool(model_with_keys(3));
  std::array<int, 3> used{};
  for (int i = 0; i < 30; ++i) ++used[pool.book(10, now)->key];
  CHECK(used == std::array<int, 3>{10, 10, 10});
}

TEST_CASE("each key has its own rpm: two keys send twice as much") {
  KeyPool pool(model_with_keys(2, 60));
  Time last{};
  for (int i = 0; i < 20; ++i) last = pool.book(10, now)->when;
  CHECK(last == now + 9s);
}

TEST_CASE("tokens bind where they are scarcer than requests") {
  KeyPool pool(model_with_keys(1, 6000, 6000));
  CHECK(pool.book(1000, now)->when == now);
  CHECK(pool.book(1000, now)->when == now + 10s);
}

TEST_CASE("tokens that were not used are given back") {
  KeyPool pool(model_with_keys(1, std::nullopt, 6000));
  const auto booking = pool.book(1000, now);
  pool.settle(*booking, 100);
  CHECK(pool.book(100, now)->when == now + 1s);
}

TEST_CASE("a paused key is passed over while another can send") {
  KeyPool pool(model_with_keys(2));
  pool.pause(0, now + 30s);
  for (int i = 0; i < 5; ++i) CHECK(pool.book(10, now)->key == 1);
  pool.pause(1, now + 60s);
  const auto booking = pool.book(10, now);
  CHECK(booking->key == 0);
  CHECK(booking->when == now + 30s);
}

TEST_CASE("a booking made before a pause does not hold during it") {
  KeyPool pool(model_with_keys(1));
  const auto booking = pool.book(10, now);
  CHECK(pool.holds(*booking, now));
  pool.pause(0, now + 30s);
  CHECK_FALSE(pool.holds(*booking, now));
  CHECK(pool.holds(*booking, now + 30s));
}

TEST_CASE("a dead key is never booked again; when all are dead, nothing is") {
  KeyPool pool(model_with_keys(2));
  CHECK(pool.bury(0, billing()));
  CHECK_FALSE(pool.bury(0, billing()));
  CHECK(pool.alive() == 1);
  for (int i = 0; i < 5; ++i) CHECK(pool.book(10, now)->key == 1);
  const auto booking = pool.book(10, now);
  CHECK(pool.bury(1, billing()));
  CHECK_FALSE(pool.holds(*booking, now));
  CHECK_FALSE(pool.book(10, now));
}
