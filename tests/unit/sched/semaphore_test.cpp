#include "sched/semaphore.hpp"

#include <doctest/doctest.h>

#include <deque>
#include <vector>

#include "base/random.hpp"
#include "base/tasks.hpp"
#include "support/loop.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

struct Fixture : TestLoop {
  StopSignal stop;
  Semaphore semaphore{"permits", 2, clock, executor()};

  // Nothing may be left waiting when the loop goes.
  ~Fixture() {
    stop.raise(StopLevel::drain);
    poll();
  }

  struct Waiter {
    std::optional<Permit> permit;
    std::optional<Refused> refused;
    bool ended() const { return permit || refused; }
  };
  std::deque<Waiter> waiters;

  static Async<> acquire(Semaphore& semaphore, StopSignal& stop, std::optional<Time> deadline,
                         Waiter& waiter) {
    auto got = co_await semaphore.acquire(stop, deadline);
    if (got)
      waiter.permit.emplace(std::move(*got));
    else
      waiter.refused = got.error();
  }

  Waiter& acquire(std::optional<Time> deadline = std::nullopt, bool run = true) {
    auto& waiter = waiters.emplace_back();
    asio::co_spawn(context, acquire(semaphore, stop, deadline, waiter), asio::detached);
    if (run) poll();
    return waiter;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "permits are given up to the limit and no further") {
  CHECK(acquire().permit);
  CHECK(acquire().permit);
  CHECK_FALSE(acquire().ended());
  CHECK(semaphore.in_use() == 2);
  CHECK(semaphore.waiters() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a dropped permit goes to who waits longest") {
  auto& first = acquire();
  acquire();
  auto& third = acquire();
  auto& fourth = acquire();
  first.permit.reset();
  poll();
  CHECK(third.permit);
  CHECK_FALSE(fourth.ended());
}

TEST_CASE_FIXTURE(Fixture, "a newcomer does not overtake a waiter that was just granted") {
  auto& first = acquire();
  acquire();
  auto& waiting = acquire();
  auto& newcomer = acquire(std::nullopt, false);
  first.permit.reset();
  poll();
  CHECK(waiting.permit);
  CHECK_FALSE(newcomer.ended());
}

TEST_CASE_FIXTURE(Fixture, "a waiter is resumed by a post, not inside release") {
  auto& first = acquire();
  acquire();
  auto& waiting = acquire();
  first.permit.reset();
  CHECK_FALSE(waiting.ended());
  CHECK(semaphore.in_use() == 2);  // the permit is on its way: nobody else can have it
  CHECK(semaphore.waiters() == 0);
  poll();
  CHECK(waiting.permit);
}

TEST_CASE_FIXTURE(Fixture, "growing lets as many waiters in as there is room for") {
  acquire();
  acquire();
  auto& third = acquire();
  auto& fourth = acquire();
  auto& fifth = acquire();
  semaphore.resize(4);
  poll();
  CHECK(third.permit);
  CHECK(fourth.permit);
  CHECK_FALSE(fifth.ended());
}

TEST_CASE_FIXTURE(Fixture, "shrinking pre-empts nobody and grants nothing until it has drained") {
  auto& first = acquire();
  auto& second = acquire();
  auto& third = acquire();
  semaphore.resize(1);
  CHECK(semaphore.in_use() == 2);
  first.permit.reset();
  poll();
  CHECK_FALSE(third.ended());
  second.permit.reset();
  poll();
  CHECK(third.permit);
  CHECK(semaphore.in_use() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a limit of nothing holds everybody back until it grows") {
  semaphore.resize(0);
  auto& waiting = acquire();
  CHECK_FALSE(waiting.ended());
  semaphore.resize(1);
  poll();
  CHECK(waiting.permit);
}

TEST_CASE_FIXTURE(Fixture, "a waiter past its deadline leaves, and the next one keeps its place") {
  auto& first = acquire();
  acquire();
  auto& hasty = acquire(clock.now() + 5s);
  auto& patient = acquire();
  advance(5s);
  CHECK(hasty.refused == Refused::expired);
  CHECK(semaphore.waiters() == 1);
  first.permit.reset();
  poll();
  CHECK(patient.permit);
}

TEST_CASE_FIXTURE(Fixture, "a deadline in the past is refused only where it would have to wait") {
  CHECK(acquire(clock.now() - 1s).permit);
  acquire();
  CHECK(acquire(clock.now() - 1s).refused == Refused::expired);
}

TEST_CASE_FIXTURE(Fixture, "a grant and a deadline in the same instant lose no permit") {
  auto& first = acquire();
  auto& second = acquire();
  auto& waiting = acquire(clock.now() + 5s);
  first.permit.reset();  // granted, its resumption posted
  clock.advance_by(5s);  // the deadline passes before the waiter runs
  poll();
  CHECK(waiting.permit);
  waiting.permit.reset();
  second.permit.reset();
  CHECK(semaphore.in_use() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a stop refuses who waits and who comes; permits out there come back") {
  auto& first = acquire();
  auto& second = acquire();
  auto& waiting = acquire();
  stop.raise(StopLevel::drain);
  poll();
  CHECK(waiting.refused == Refused::stopped);
  CHECK(acquire().refused == Refused::stopped);
  first.permit.reset();
  second.permit.reset();
  CHECK(semaphore.in_use() == 0);
  CHECK(semaphore.waiters() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a closed semaphore refuses everybody") {
  acquire();
  acquire();
  auto& waiting = acquire();
  semaphore.close();
  poll();
  CHECK(waiting.refused == Refused::closed);
  CHECK(acquire().refused == Refused::closed);
}

TEST_CASE_FIXTURE(Fixture, "a moved permit is one permit") {
  auto& first = acquire();
  Permit moved = std::move(*first.permit);
  first.permit.reset();
  CHECK(semaphore.in_use() == 1);
  moved.release();
  moved.release();
  CHECK(semaphore.in_use() == 0);
}

TEST_CASE(
    "over many random histories no permit is lost, none is invented, and nobody is overtaken") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Fixture f;
    Random random(seed);
    std::vector<Fixture::Waiter*> queue;  // in order of arrival
    for (int step = 0; step < 200; ++step) {
      switch (random.below(6)) {
        case 0:
        case 1:
          queue.push_back(&f.acquire(std::nullopt, random.below(2) == 0));
          break;
        case 2:
          queue.push_back(&f.acquire(f.clock.now() + milliseconds(random.below(50))));
          break;
        case 3:
          if (!queue.empty()) queue[random.below(queue.size())]->permit.reset();
          break;
        case 4:
          f.semaphore.resize(random.below(5));
          break;
        case 5:
          f.advance(milliseconds(random.below(30)));
          break;
      }
      // Invariant 1, whatever was just called.
      REQUIRE((f.semaphore.waiters() == 0 || f.semaphore.in_use() >= f.semaphore.limit()));
    }
    f.stop.raise(StopLevel::drain);
    f.poll();
    for (auto* waiter : queue) waiter->permit.reset();
    CHECK(f.semaphore.in_use() == 0);
    CHECK(f.semaphore.waiters() == 0);
  }
}
