// A second attempt beside a slow one: the first answer wins, the loser is cut off.
#include <algorithm>
#include <array>

#include "base/tasks.hpp"
#include "run/client.hpp"

namespace judge {

struct ModelClient::Race {
  Call& call;
  HttpRequest second;  // the same, perhaps to another key
  Time sent;
  TaskGroup legs;
  TimerHandle impatience{};
  std::array<StopSignal, 2> cut{};               // of each leg
  std::array<bool, 2> running{};                 // has sent, and is not back
  std::optional<Attempt> result = std::nullopt;  // an answer, else the last error
  bool decided = false;                          // there is an answer, or nobody left to give one
};

Async<ModelClient::Attempt> ModelClient::hedged(Permission& first, Call& call) {
  auto& seams = services_.seams;
  Race race{.call = call, .second = {}, .sent = seams.clock.now(), .legs = TaskGroup(seams.loop)};
  const auto draining =
      seams.stop.on(StopLevel::drain, [&race] { race.cut[1].raise(StopLevel::drain); });
  const auto aborting = seams.stop.on(StopLevel::abort, [&race] {
    for (auto& cut : race.cut) cut.raise(StopLevel::abort);
  });
  race.legs.spawn(run_first(race, first));
  watch(race);
  co_await race.legs.join();
  co_return std::move(*race.result);
}

/// Starts the second leg when the first is slow; while it is not known what that is, or the share
/// is used up, looks again.
void ModelClient::watch(Race& race) {
  constexpr auto look_again = std::chrono::seconds(1);
  const auto& clock = services_.seams.clock;
  const auto patience = hedging_.patience();
  const auto due = patience ? race.sent + *patience : Time::max();
  if (due <= clock.now() && hedging_.take()) return race.legs.spawn(run_second(race));
  const auto next =
      due > clock.now() ? std::min(due, clock.now() + look_again) : clock.now() + look_again;
  race.impatience = services_.seams.clock.at(next, [this, &race] {
    if (!race.decided) watch(race);
  });
}

Async<> ModelClient::run_first(Race& race, Permission& permission) {
  race.running[0] = true;
  end_leg(race, 0, co_await exchange(permission, race.call.request, race.call, race.cut[0]));
}

Async<> ModelClient::run_second(Race& race) {
  const auto& body = race.call.request.body;
  auto slot = co_await line_.acquire(race.cut[1], race.call.rank,
                                     [this, &body] { return estimate_tokens(body); });
  if (!slot || race.decided) co_return;
  const auto worst = worst_spend(body);
  if (!services_.budget.reserve(worst)) co_return;
  race.running[1] = true;
  ++services_.effort.hedges;
  race.second.body = body;
  Permission permission{std::move(*slot), worst};
  end_leg(race, 1, co_await exchange(permission, race.second, race.call, race.cut[1]));
}

void ModelClient::end_leg(Race& race, std::size_t leg, Attempt attempt) {
  const auto other = 1 - leg;
  race.running[leg] = false;
  if (race.decided) return;  // cut off
  const bool answered = attempt.has_value();
  if (answered || !race.result || !race.running[other]) race.result = std::move(attempt);
  race.decided = answered || !race.running[other];
  if (!race.decided) return;
  if (answered && leg == 1) ++services_.effort.hedges_won;
  if (race.running[other]) {
    race.call.possibly_billed = true;
    ++services_.possibly_billed;
  }
  race.cut[other].raise(StopLevel::abort);
}

}  // namespace judge
