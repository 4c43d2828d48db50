#include "run/prefix_gate.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "support/loop.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

using Marks = std::vector<std::uint64_t>;

/// A gate, and calls that enter it and land when they are told.
struct Calls {
  explicit Calls(std::uint64_t ahead = 100, std::size_t most_remembered = 1000)
      : gate(loop.clock, loop.executor(), ahead, most_remembered) {}
  ~Calls() {  // nobody waits any longer than the gate lives
    stop.raise(StopLevel::abort);
    loop.poll();
  }
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  struct Call {
    std::optional<std::optional<PrefixGate::Pass>> pass;
    bool goes() const { return pass && *pass; }
    bool refused() const { return pass && !*pass; }
    std::uint64_t rank() const { return (*pass)->rank(); }
  };

  Call& enter(Marks marks) {
    auto& call = all.emplace_back();
    loop.start(gate.enter(std::move(marks), stop), call.pass);
    return call;
  }
  void land(Call& call) {
    REQUIRE(call.goes());
    call.pass.reset();
    loop.poll();
  }
  /// In and out: what it used is warm.
  void pass_alone(const Marks& marks) { land(enter(marks)); }

  TestLoop loop;
  StopSignal stop;
  PrefixGate gate;
  std::deque<Call> all;
};

}  // namespace

TEST_CASE("the first with a prefix goes alone, and when it has landed the others go all at once") {
  Calls calls;
  auto& first = calls.enter({1});
  auto& second = calls.enter({1});
  auto& third = calls.enter({1});
  CHECK(first.goes());
  CHECK_FALSE(second.pass);
  CHECK_FALSE(third.pass);
  calls.land(first);
  CHECK(second.goes());
  CHECK(third.goes());
  CHECK(calls.enter({1}).goes());
}

TEST_CASE("calls that begin differently, or are short, do not wait for each other") {
  Calls calls;
  CHECK(calls.enter({1}).goes());
  CHECK(calls.enter({2}).goes());
  CHECK(calls.enter({}).goes());
  CHECK(calls.enter({}).goes());
}

TEST_CASE("the rubric is warmed first, then each document behind it, by one call each") {
  Calls calls;
  auto& rubric = calls.enter({1, 10});
  auto& a1 = calls.enter({1, 20});
  auto& a2 = calls.enter({1, 20});
  auto& b1 = calls.enter({1, 30});
  auto& same = calls.enter({1, 10});
  CHECK_FALSE(a1.pass);
  CHECK_FALSE(b1.pass);
  calls.land(rubric);
  CHECK(same.goes());
  CHECK(a1.goes());
  CHECK_FALSE(a2.pass);
  CHECK(b1.goes());
  calls.land(a1);
  CHECK(a2.goes());
}

TEST_CASE("a call that needs two prefixes which two others warm waits for both") {
  Calls calls;
  auto& one = calls.enter({1});
  auto& two = calls.enter({2});
  auto& both = calls.enter({1, 2});
  calls.land(one);
  CHECK_FALSE(both.pass);
  calls.land(two);
  CHECK(both.goes());
}

TEST_CASE("a stop sends away who waits; who is on its way lands without harm") {
  Calls calls;
  auto& first = calls.enter({1});
  auto& second = calls.enter({1});
  calls.stop.raise(StopLevel::drain);
  calls.loop.poll();
  CHECK(second.refused());
  calls.land(first);
  auto& late_first = calls.enter({7});  // it will be refused by the line
  CHECK(late_first.goes());
  CHECK(calls.enter({7}).refused());
}

TEST_CASE("a landing and a stop at the same moment wake a waiter once") {
  Calls calls;
  auto& first = calls.enter({1});
  auto& second = calls.enter({1});
  calls.stop.raise(StopLevel::drain);
  first.pass.reset();  // before the waiter has run
  calls.loop.poll();
  CHECK(second.refused());
}

TEST_CASE("a prefix is warm for five minutes after its last use") {
  Calls calls;
  calls.pass_alone({1});
  calls.loop.advance(4min);
  calls.pass_alone({1});
  calls.loop.advance(4min + 59s);
  auto& still_warm = calls.enter({1});
  CHECK(calls.enter({1}).goes());
  calls.land(still_warm);
  calls.loop.advance(5min);
  auto& again = calls.enter({1});
  CHECK(again.goes());
  CHECK_FALSE(calls.enter({1}).pass);
}

TEST_CASE(
    "of too many prefixes those used longest ago are forgotten, the longest of a call first") {
  Calls calls(100, 3);
  calls.pass_alone({1, 2});
  calls.pass_alone({3});
  calls.pass_alone({1});
  calls.pass_alone({4});  // {2} is forgotten
  auto& one = calls.enter({1});
  CHECK(one.goes());
  CHECK(calls.enter({1}).goes());
  auto& two = calls.enter({2});
  CHECK(two.goes());
  CHECK_FALSE(calls.enter({2}).pass);
}

TEST_CASE("who warms goes ahead, the more the shorter what is cold, but past a bounded number") {
  Calls calls(100);
  calls.pass_alone({1, 2});                      // number 0
  CHECK(calls.enter({1, 2}).rank() == 1 + 100);  // nothing to warm
  CHECK(calls.enter({1, 3}).rank() == 2 + 50);   // a document behind a warm rubric
  CHECK(calls.enter({5, 6}).rank() == 3);        // nobody has come with that
  CHECK(calls.enter({}).rank() == 4 + 100);      // too short to matter
  CHECK(calls.enter({1, 2}).rank() < calls.enter({9}).rank() + 101);
}
