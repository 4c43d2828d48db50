#include "sched/dispatcher.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "base/random.hpp"
#include "support/loop.hpp"

using namespace judge;

namespace {

ModelConfig model_with(std::size_t keys, std::size_t connections) {
  ModelConfig model;
  model.name = "m";
  for (std::size_t i = 0; i < keys; ++i)
    model.api_keys.push_back({Secret("a-secret-key"), "literal"});
  model.max_connections = {.automatic = false, .start = connections, .max = connections};
  return model;
}

CallError out_of_money() {
  CallError error;
  error.error_class = ErrorClass::billing;
  return error;
}

struct Line : TestLoop {
  explicit Line(ModelConfig config) : model(std::move(config)) {}
  ~Line() {
    stop.raise(StopLevel::drain);
    poll();
    for (auto& waiter : waiters) waiter.slot.reset();
  }

  struct Waiter {
    std::optional<Slot> slot;
    std::optional<Refused> refused;
    Time when;
    bool ended() const { return slot || refused; }
  };

  static Async<> acquire_asking(Line& line, Dispatcher::Tokens tokens, Waiter& waiter) {
    auto got = co_await line.dispatcher.acquire(line.stop, 0, std::move(tokens));
    if (got) waiter.slot.emplace(std::move(*got));
  }
  static Async<> acquire(Line& line, std::uint64_t rank, double tokens, Waiter& waiter) {
    auto got = co_await line.dispatcher.acquire(line.stop, rank, [tokens] { return tokens; });
    waiter.when = line.clock.now();
    if (got)
      waiter.slot.emplace(std::move(*got));
    else
      waiter.refused = got.error();
  }

  Waiter& acquire(std::uint64_t rank, double tokens = 1) {
    auto& waiter = waiters.emplace_back();
    asio::co_spawn(context, acquire(*this, rank, tokens, waiter), asio::detached);
    poll();
    return waiter;
  }
  void succeed(Waiter& waiter) {
    dispatcher.succeeded(std::move(*waiter.slot), std::nullopt, {});
    waiter.slot.reset();
    poll();
  }
  void refuse(Waiter& waiter, std::optional<milliseconds> retry_after) {
    dispatcher.rate_limited(std::move(*waiter.slot), retry_after);
    waiter.slot.reset();
    poll();
  }
  bool fault(Waiter& waiter) {
    const bool down = dispatcher.faulted(std::move(*waiter.slot));
    waiter.slot.reset();
    poll();
    return down;
  }

  ModelConfig model;
  StopSignal stop;
  std::vector<std::string> told;
  std::vector<std::pair<std::size_t, std::size_t>> sizes;  // from, to
  Dispatcher dispatcher{model,
                        clock,
                        executor(),
                        {.notice = [this](const std::string& text) { told.push_back(text); },
                         .resized = [this](std::size_t from, std::size_t to,
                                           std::string_view) { sizes.emplace_back(from, to); }}};
  std::deque<Waiter> waiters;
};

}  // namespace

TEST_CASE("slots are given up to the limit, and a dropped one goes to the oldest sample") {
  Line line(model_with(1, 2));
  auto& first = line.acquire(0);
  auto& second = line.acquire(1);
  auto& young = line.acquire(9);
  auto& old = line.acquire(3);
  CHECK(first.slot);
  CHECK(second.slot);
  CHECK_FALSE(young.ended());
  CHECK(line.dispatcher.waiters() == 2);
  first.slot.reset();
  line.poll();
  CHECK(old.slot);
  CHECK_FALSE(young.ended());
  CHECK(line.dispatcher.in_use() == 2);
}

TEST_CASE("a rate makes who comes wait in line, holding no permit") {
  auto model = model_with(1, 8);
  model.rpm = 60;
  Line line(std::move(model));
  CHECK(line.acquire(0).slot);
  auto& second = line.acquire(1);
  auto& third = line.acquire(2);
  CHECK(line.dispatcher.in_use() == 1);
  line.advance(1s);
  CHECK(second.slot);
  CHECK_FALSE(third.ended());
  line.advance(1s);
  CHECK(third.slot);
}

TEST_CASE("keys take turns, and a dead one is passed over") {
  Line line(model_with(2, 8));
  auto& a = line.acquire(0);
  auto& b = line.acquire(1);
  CHECK(a.slot->key() != b.slot->key());
  const auto dead = a.slot->key();
  CHECK(line.dispatcher.bury(std::move(*a.slot), out_of_money()));
  a.slot.reset();
  CHECK(line.dispatcher.keys_alive() == 1);
  for (std::uint64_t rank = 2; rank < 6; ++rank) CHECK(line.acquire(rank).slot->key() != dead);
}

TEST_CASE("when every key is dead, all who wait are told") {
  Line line(model_with(1, 1));
  auto& only = line.acquire(0);
  auto& waiting = line.acquire(1);
  line.dispatcher.bury(std::move(*only.slot), out_of_money());
  only.slot.reset();
  line.poll();
  CHECK(waiting.refused == Refused::closed);
  CHECK(line.acquire(2).refused == Refused::closed);
}

TEST_CASE("one Retry-After holds the whole lane, and what follows comes one by one, oldest first") {
  Line line(model_with(1, 4));
  std::vector<Line::Waiter*> first;
  for (std::uint64_t rank = 0; rank < 4; ++rank) first.push_back(&line.acquire(rank));
  line.advance(2s);
  for (auto* waiter : first) line.refuse(*waiter, 10s);
  std::vector<Line::Waiter*> again;
  for (std::uint64_t rank = 4; rank-- > 0;) again.push_back(&line.acquire(rank));
  line.advance(9900ms);
  for (auto* waiter : again) CHECK_FALSE(waiter->ended());
  line.advance(100ms);
  CHECK(again[3]->slot);  // rank 0
  CHECK_FALSE(again[2]->ended());
  for (int i = 0; i < 100; ++i) line.advance(100ms);
  for (std::size_t i = 0; i + 1 < again.size(); ++i) {
    REQUIRE(again[i]->slot);
    CHECK(again[i]->when > again[i + 1]->when);
  }
}

TEST_CASE("the other key goes on while one is held") {
  Line line(model_with(2, 8));
  auto& one = line.acquire(0);
  const auto held = one.slot->key();
  line.refuse(one, 30s);
  for (std::uint64_t rank = 1; rank < 5; ++rank) {
    auto& next = line.acquire(rank);
    REQUIRE(next.slot);
    CHECK(next.slot->key() != held);
  }
}

TEST_CASE("a server that has worked and goes down is probed every 5 s, and comes back at once") {
  Line line(model_with(1, 4));
  line.succeed(line.acquire(0));
  std::uint64_t rank = 1;
  bool down = false;
  for (int i = 0; i < 20 && !down; ++i) {
    down = line.fault(line.acquire(rank++));
    line.advance(200ms);
  }
  REQUIRE(down);
  CHECK(line.told.size() == 1);
  // From now on one at a time, five seconds apart.
  for (int probe = 0; probe < 3; ++probe) {
    auto& next = line.acquire(rank++);
    auto& other = line.acquire(rank++);
    CHECK_FALSE(next.ended());
    line.advance(5s);
    REQUIRE(next.slot);
    CHECK_FALSE(other.ended());
    line.advance(4s);
    line.fault(next);
    CHECK_FALSE(other.ended());
    line.advance(1s);
    REQUIRE(other.slot);
    line.fault(other);
  }
  auto& probe = line.acquire(rank++);
  auto& behind = line.acquire(rank++);
  line.advance(5s);
  REQUIRE(probe.slot);
  CHECK_FALSE(behind.ended());
  line.succeed(probe);
  CHECK(behind.slot);
}

TEST_CASE("a server that never worked is not waited for") {
  Line line(model_with(1, 4));
  for (std::uint64_t i = 0; i < 50; ++i) {
    CHECK_FALSE(line.fault(line.acquire(i)));
    line.advance(1s);
  }
}

TEST_CASE("limits told in headers hold from then on") {
  Line line(model_with(1, 64));
  auto& first = line.acquire(0);
  RateHeaders told;
  told.limit_requests = 600;
  told.remaining_requests = 5;
  line.dispatcher.succeeded(std::move(*first.slot), std::nullopt, told);
  first.slot.reset();
  std::size_t at_once = 0;
  for (std::uint64_t rank = 1; rank < 20; ++rank)
    if (line.acquire(rank).slot) ++at_once;
  CHECK(at_once == 5);
  line.advance(1s);
  CHECK(line.dispatcher.in_use() == 15);
}

TEST_CASE("over many random histories every slot comes back and nobody waits while there is room") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    auto model = model_with(1 + random.below(3), 1 + random.below(6));
    if (random.below(2)) model.rpm = 60 + static_cast<double>(random.below(600));
    Line line(std::move(model));
    std::vector<Line::Waiter*> all;
    for (int step = 0; step < 150; ++step) {
      auto* one = all.empty() ? nullptr : all[random.below(all.size())];
      const bool holds = one && one->slot;
      switch (random.below(6)) {
        case 0:
        case 1:
          all.push_back(&line.acquire(random.below(50)));
          break;
        case 2:
          if (holds) line.succeed(*one);
          break;
        case 3:
          if (holds)
            line.refuse(*one, random.below(2) ? std::optional(milliseconds(random.below(3000)))
                                              : std::nullopt);
          break;
        case 4:
          if (holds) line.fault(*one);
          break;
        case 5:
          line.advance(milliseconds(random.below(2000)));
          break;
      }
      REQUIRE(line.dispatcher.in_use() <= line.dispatcher.limit());
    }
    line.advance(1h);
    CHECK((line.dispatcher.waiters() == 0 || line.dispatcher.in_use() > 0));
    line.stop.raise(StopLevel::drain);
    line.poll();
    for (auto* waiter : all) waiter->slot.reset();
    CHECK(line.dispatcher.in_use() == 0);
    CHECK(line.dispatcher.waiters() == 0);
  }
}

TEST_CASE("what an attempt takes is asked when it is sent, not when it queues") {
  auto model = model_with(1, 8);
  model.tpm = 600;
  Line line(std::move(model));
  double guess = 100;  // ten seconds' worth
  const auto enqueue = [&line, &guess](Line::Waiter& waiter) -> Async<> {
    return Line::acquire_asking(line, [&guess] { return guess; }, waiter);
  };
  auto& first = line.waiters.emplace_back();
  auto& second = line.waiters.emplace_back();
  auto& third = line.waiters.emplace_back();
  for (auto* waiter : {&first, &second, &third})
    asio::co_spawn(line.context, enqueue(*waiter), asio::detached);
  line.poll();
  REQUIRE(first.slot);
  guess = 10;  // answers turned out to be short
  line.advance(10s);
  CHECK(second.slot);
  line.advance(1s);
  CHECK(third.slot);
}

TEST_CASE("a config that is read again brings new lanes and limits, and keeps what lanes know") {
  Line line(model_with(2, 2));
  auto& one = line.acquire(0);
  auto& two = line.acquire(1);
  const auto dead = one.slot->key();
  const auto kept = two.slot->key();
  line.dispatcher.bury(std::move(*one.slot), out_of_money());
  one.slot.reset();

  auto next = line.model;
  next.max_connections = {.automatic = false, .start = 6, .max = 6};
  line.dispatcher.reload(next, {kept, 2});
  CHECK(line.dispatcher.keys() == 2);
  CHECK(line.dispatcher.keys_alive() == 2);
  for (std::uint64_t rank = 2; rank < 7; ++rank) {
    auto& waiter = line.acquire(rank);
    REQUIRE(waiter.slot);
    CHECK(waiter.slot->key() != dead);
  }
  CHECK_FALSE(line.acquire(7).ended());
  // The dead one is given another chance where it is still named.
  line.dispatcher.reload(next, {dead});
  CHECK(line.dispatcher.keys_alive() == 1);
  two.slot.reset();
  line.poll();
  CHECK(line.waiters.back().slot->key() == dead);
}

TEST_CASE("an answer to a key that is no longer named buries nobody") {
  Line line(model_with(1, 4));
  auto& old = line.acquire(0);
  line.dispatcher.reload(line.model, {1});
  CHECK_FALSE(line.dispatcher.bury(std::move(*old.slot), out_of_money()));
  old.slot.reset();
  CHECK(line.dispatcher.keys_alive() == 1);
  CHECK(line.acquire(1).slot->key() == 1);
}
