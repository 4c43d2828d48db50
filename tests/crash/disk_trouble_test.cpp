// Whole runs on a disk that is full, over its quota, failing, or cannot sync: from each single
// operation on, for good or for once.
#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

#include "support/crash_world.hpp"

using namespace judge;
using namespace judge::test;

namespace {

using Trouble = CrashDisk::Trouble;
using Survives = CrashDisk::Survives;

constexpr std::size_t samples = 16;
constexpr std::uint64_t permits = 8;

SimBehaviour slow() {
  SimBehaviour provider;
  provider.latency = 600ms;
  provider.latency_spread = 900ms;
  return provider;
}

bool says_what_to_do(std::string_view message, Trouble trouble) {
  const bool full = trouble == Trouble::full || trouble == Trouble::quota;
  return message.contains("over a quota, or failing: mend that and run again") ||
         message.contains(full ? "free some space there and run again" : "mend that and run again");
}

/// What ended the run; nullptr: nothing did.
const Error* end_of(const CrashWorld::Life& life) {
  const auto& summary = life.outcome.summary;
  if (!summary) return &summary.error();
  return summary->stopped ? &*summary->stopped : nullptr;
}

std::uint64_t sent_after(const CrashWorld::Life& life, Time when) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(life.outcome.books.arrivals,
                            [when](const SimArrival& arrival) { return arrival.at > when; }));
}

void check_said(const CrashWorld::Life& life, Trouble trouble) {
  const auto* end = end_of(life);
  if (!end) return;
  CHECK(end->fault == Fault::disk);
  CHECK_MESSAGE(says_what_to_do(end->message, trouble), end->message);
}

std::uint64_t answered_at(const CrashWorld::Life& life, Time when) {
  return life.answers_since(when) - life.answers_since(when + Duration(1));
}

/// In the run after, when the disk is well again.
void check_mended(CrashWorld& crash, const CrashWorld::Life& troubled, std::uint64_t most_again) {
  const auto next = crash.live({}, slow());
  REQUIRE_MESSAGE(next.outcome.summary, next.outcome.summary.error().message);
  CHECK_FALSE(next.outcome.summary->stopped);
  CHECK(crash.table().size() == samples);
  CHECK(CrashWorld::answered_again(troubled, next) <= most_again);
  crash.check_store_is_sound();
}

/// From each operation on. A run that says nothing has done all it had to: what failed was tidying
/// up.
template <class Check>
void trouble_everywhere(Trouble trouble, bool lasting, Check check) {
  for (std::uint64_t at = 1;; ++at) {
    CrashWorld crash(samples);
    const auto life = crash.live({.at = at, .trouble = trouble, .lasting = lasting}, slow());
    CAPTURE(at);
    CAPTURE(static_cast<int>(trouble));
    CAPTURE(lasting);
    REQUIRE(life.outcome.ended);
    if (!life.struck) {
      CHECK(at > 80);
      return;
    }
    check_said(life, trouble);
    if (!end_of(life)) CHECK(crash.table().size() == samples);
    check(crash, life);
  }
}

}  // namespace

TEST_CASE("a disk that stays full or broken ends the run at once, with what to do, resumable") {
  for (const auto trouble : {Trouble::full, Trouble::quota, Trouble::io})
    trouble_everywhere(trouble, true, [](CrashWorld& crash, const CrashWorld::Life& life) {
      CHECK(sent_after(life, life.struck_at) <= permits);
      check_mended(crash, life, life.answers_since(life.struck_at));
    });
}

TEST_CASE("a write that fails once costs no more than what was being written") {
  for (const auto trouble : {Trouble::full, Trouble::io})
    trouble_everywhere(trouble, false, [](CrashWorld& crash, const CrashWorld::Life& life) {
      check_mended(crash, life, answered_at(life, life.struck_at));
    });
}

TEST_CASE("after a sync that failed nothing is called done, and what is in flight is kept") {
  trouble_everywhere(Trouble::sync, true, [](CrashWorld& crash, const CrashWorld::Life& life) {
    check_mended(crash, life, life.answers_since(life.struck_at));
  });
  trouble_everywhere(Trouble::sync, false, [](CrashWorld& crash, const CrashWorld::Life& life) {
    check_mended(crash, life, answered_at(life, life.struck_at));
  });
}

TEST_CASE("a sync that failed and then a loss of power: what was synced before is there") {
  trouble_everywhere(Trouble::sync, false, [](CrashWorld& crash, const CrashWorld::Life& life) {
    Random random(life.operations);
    crash.disk.restart(Survives::nothing, random);
    check_mended(crash, life, end_of(life) ? life.answers_since(life.struck_at - seconds(1)) : 0);
  });
}
