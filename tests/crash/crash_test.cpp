// Whole runs, broken off at each single operation on the disk: by kill -9,
// which loses nothing that was written, and by a loss of power, which may lose
// what was not synced.
#include <doctest/doctest.h>

#include <algorithm>

#include "support/crash_world.hpp"
#include "support/nasty.hpp"
#include "support/seeds.hpp"

using namespace judge;
using namespace judge::test;

namespace {

using Survives = CrashDisk::Survives;

/// What a loss of power may take: all that came in the last second.
constexpr Duration at_risk = seconds(1);

Duration at_risk_of(Survives survives) {
  return survives == Survives::everything ? Duration(0) : at_risk;
}

/// A run of four seconds, so that timed syncs are among what is broken off.
SimBehaviour slow() {
  SimBehaviour provider;
  provider.latency = 600ms;
  provider.latency_spread = 900ms;
  return provider;
}

void change_nothing(CrashWorld&) {}
void write_first(CrashWorld& crash) {
  crash.world.config.generate.emplace();
  crash.world.config.generate->models = {"sim"};
  crash.world.config.generate->prompt = {"Answer {{input}}", "sim.toml:2"};
}
/// Then the results lines that are there are out of date.
void judge_otherwise(CrashWorld& crash) {
  crash.world.config.judges[0].prompt.text = "Grade anew {{output}}";
}
void have_alone(CrashWorld& crash) {
  crash.world.config.run.store_exclusive = true;
}
using Change = void (*)(CrashWorld&);

/// What is to be broken off.
struct Story {
  std::size_t samples;
  Change from_the_start = change_nothing;
  Change after_a_run = nullptr;

  void begin(CrashWorld& crash) const {
    from_the_start(crash);
    if (!after_a_run) return;
    REQUIRE(crash.live({}, slow()).outcome.summary);
    after_a_run(crash);
  }
};

CrashWorld::Table undisturbed(const Story& story) {
  CrashWorld crash(story.samples);
  story.begin(crash);
  const auto life = crash.live({}, slow());
  REQUIRE(life.outcome.summary);
  CHECK_FALSE(life.outcome.summary->stopped);
  auto table = crash.table();
  CHECK(table.size() == story.samples);
  return table;
}

/// Nothing is missing, nothing is there twice, and nothing that was safe was
/// asked again.
void check_end(CrashWorld& crash, const CrashWorld::Life& broken, const CrashWorld::Life& resumed,
               Duration risk, const CrashWorld::Table& expected) {
  REQUIRE(resumed.outcome.ended);
  REQUIRE_MESSAGE(resumed.outcome.summary, resumed.outcome.summary.error().message);
  CHECK_FALSE(resumed.outcome.summary->stopped);
  CHECK(crash.table() == expected);
  CHECK(CrashWorld::answered_again(broken, resumed) <=
        broken.answers_since(broken.struck_at - risk));
  crash.check_store_is_sound();
}

/// Breaks it off at every operation; returns how many there are.
std::uint64_t break_everywhere(Survives survives, const Story& story) {
  const auto expected = undisturbed(story);
  for (std::uint64_t at = 1;; ++at) {
    CAPTURE(at);
    CrashWorld crash(story.samples);
    story.begin(crash);
    const auto broken = crash.live({.at = at}, slow());
    REQUIRE(broken.outcome.ended);
    if (!broken.struck) return broken.operations;
    Random random(at);
    crash.disk.restart(survives, random);
    check_end(crash, broken, crash.live({}, slow()), at_risk_of(survives), expected);
  }
}

}  // namespace

TEST_CASE(
    "killed at any write, sync or rename, a run goes on as if nothing "
    "had happened") {
  CHECK(break_everywhere(Survives::everything, {20}) > 100);
  CHECK(break_everywhere(Survives::everything, {10, write_first}) > 100);
  CHECK(break_everywhere(Survives::everything, {6, change_nothing, judge_otherwise}) > 40);
}

TEST_CASE(
    "when the power fails at any write, sync or rename, the last second "
    "is lost at most") {
  for (const auto survives : {Survives::nothing, Survives::beginning, Survives::some}) {
    CAPTURE(static_cast<int>(survives));
    CHECK(break_everywhere(survives, {20}) > 100);
    CHECK(break_everywhere(survives, {10, write_first}) > 100);
    CHECK(break_everywhere(survives, {6, change_nothing, judge_otherwise}) > 40);
  }
}

TEST_CASE("a store that one process has to itself keeps the same promises") {
  CHECK(break_everywhere(Survives::everything, {8, have_alone}) > 40);
  CHECK(break_everywhere(Survives::some, {8, have_alone}) > 40);
}

TEST_CASE("what was once on the disk stays through life after life over many seeds") {
  for (const auto seed : seeds(60)) {
    INFO(replay(seed, "what was once on the disk stays*"));
    Random random(seed);
    const auto samples = 20 + random.below(100);
    CrashWorld crash(samples);
    CrashWorld untroubled(samples);
    for (auto* each : {&crash, &untroubled}) {
      randomise(each->world, seed);
      each->world.config.run.epochs = 1;  // then a body asked twice is an answer paid for twice
    }
    REQUIRE(untroubled.live({}, slow()).outcome.summary);
    const auto span = 50 + random.below(600);
    auto before = crash.live({.at = 1 + random.below(span)}, slow());
    for (int lives = 0; lives < 4; ++lives) {
      const auto survives = static_cast<Survives>(random.below(4));
      if (before.struck) crash.disk.restart(survives, random);
      auto next = crash.live({.at = lives < 3 ? 1 + random.below(span) : 0}, slow());
      REQUIRE(next.outcome.ended);
      CHECK(CrashWorld::answered_again(before, next) <=
            (before.struck ? before.answers_since(before.struck_at - at_risk_of(survives)) : 0));
      before = std::move(next);
    }
    CHECK(crash.table() == untroubled.table());
    crash.check_store_is_sound();
  }
}
