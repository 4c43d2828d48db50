#include "batch/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <list>

#include "base/blocking.hpp"
#include "base/sleep.hpp"
#include "base/text.hpp"
#include "plan/foreseen.hpp"
#include "run/requests.hpp"
#include "run/ticker.hpp"
#include "store/lock.hpp"

namespace judge {
namespace {

// Batches take minutes to hours.
constexpr milliseconds first_look = 1s;
constexpr milliseconds longest_pause = 60s;
constexpr std::size_t samples_at_once = 64;  // between two looks at packs and signals

Error stopped() {
  return {Fault::cancelled,
          "Stopped. Batches that are handed over go on at the provider: run the same command again "
          "to take their answers."};
}

/// One model's batches after another's, as one run has them.
class Desk {
 public:
  Desk(const Config& config, const Pipeline& pipeline, ResponseStore& store, Seams& seams,
       const Redactor& redactor)
      : config_(config), pipeline_(pipeline), seams_(seams), ticker_(seams, seams.clock.now()) {
    for (const auto& name : models_in_use(config)) {
      const auto& model = config.model(name);
      if (model.mode != Mode::online) models_.emplace_back(model, store, seams, redactor);
    }
  }

  Async<Result<CallFailures>> run() {
    for (auto& model : models_)
      if (auto adopted = co_await model.adopt(); !adopted)
        co_return std::unexpected(adopted.error());
    while (true) {
      if (auto handed = co_await hand_over(); !handed) co_return std::unexpected(handed.error());
      if (!awaited()) break;
      if (auto waited = co_await wait_for_all(); !waited) co_return std::unexpected(waited.error());
    }
    ticker_.rest();
    CallFailures failures;
    for (const auto& model : models_)
      failures.insert(model.failures().begin(), model.failures().end());
    co_return failures;
  }

 private:
  bool awaited() const { return std::ranges::any_of(models_, &ModelBatches::awaited); }

  void offer(const ReadyCall& call) {
    for (auto& model : models_)
      if (model.model().name == call.model.name) model.offer(call);
  }

  /// Goes through the dataset, and hands over each pack as it is full.
  Async<Result<>> hand_over() {
    std::uint64_t looked_at = 0;
    ticker_.watch("gathering requests", [&](Snapshot& now) { now.done = looked_at; });
    auto foreseen = co_await run_blocking(seams_.blocking, [&] {
      return Foreseen::open(
          config_, pipeline_, seams_.files, [](const Sample&) { return Result<>(); },
          [this](const ReadyCall& call) { offer(call); });
    });
    if (!foreseen) co_return std::unexpected(foreseen.error());
    for (bool more = true; more;) {
      auto looked = co_await run_blocking(seams_.blocking,
                                          [&] { return (*foreseen)->look(samples_at_once); });
      if (!looked) co_return std::unexpected(looked.error());
      if (seams_.stop.at_least(StopLevel::drain)) co_return std::unexpected(stopped());
      more = *looked;
      looked_at += samples_at_once;
      for (auto& model : models_)
        if (auto handed = co_await model.hand_over(!more); !handed) co_return handed;
    }
    co_return Result<>();
  }

  Async<Result<>> wait_for_all() {
    ticker_.watch("waiting for batches", [this](Snapshot& now) { show(now); });
    for (auto pause = first_look; awaited(); pause = std::min(longest_pause, pause * 3 / 2)) {
      if (!co_await sleep_until(seams_.loop, seams_.clock, seams_.clock.now() + pause, seams_.stop))
        co_return std::unexpected(stopped());
      for (auto& model : models_)
        if (auto looked = co_await model.look_after(); !looked)
          co_return looked.error().fault == Fault::cancelled ? std::unexpected(stopped()) : looked;
    }
    co_return Result<>();
  }

  void show(Snapshot& now) const {
    for (const auto& model : models_) {
      const auto counts = model.counts();
      now.total += counts.requests + counts.answered;
      now.done += counts.done + counts.answered;
    }
  }

  const Config& config_;
  const Pipeline& pipeline_;
  Seams& seams_;
  Ticker ticker_;
  std::list<ModelBatches> models_;
};

}  // namespace

bool wants_batches(const Config& config) {
  return std::ranges::any_of(models_in_use(config), [&](const auto& name) {
    return config.model(name).mode != Mode::online;
  });
}

Async<Result<Summary>> run_with_batches(const Config& config, RunOptions options, Seams& seams) {
  CallFailures given_up;
  if (wants_batches(config)) {
    auto failures = co_await run_batches(config, options, seams);
    if (!failures) co_return std::unexpected(failures.error());
    given_up = std::move(*failures);
    options.given_up = &given_up;
  }
  co_return co_await run(config, options, seams);
}

Async<Result<CallFailures>> run_batches(const Config& config, RunOptions options, Seams& seams) {
  if (config.run.store_exclusive)  // what is still to be asked is read beside what is stored
    co_return fail(Fault::config,
                   "Batches cannot be had with [run] store_exclusive = true: put the store on a "
                   "local disk, or set mode = \"online\".");
  auto pipeline =
      co_await run_blocking(seams.blocking, [&] { return Pipeline::make(config, seams.files); });
  if (!pipeline) co_return std::unexpected(pipeline.error());
  auto lock = ResultsLock::take(config.run.output);
  if (!lock) co_return std::unexpected(lock.error());
  auto store = ResponseStore::open(config.run.store, seams.loop, seams.blocking, &seams.clock);
  if (!store) co_return std::unexpected(store.error());
  const auto redactor = redactor_for(config);
  auto seen = config;
  if (options.fresh) seen.run.output += ".forgotten";  // no such file: no line counts as done
  Desk desk(seen, *pipeline, **store, seams, redactor);
  auto outcome = co_await desk.run();
  if (auto closed = co_await (*store)->close(); !closed && outcome)
    co_return std::unexpected(closed.error());
  co_return outcome;
}

}  // namespace judge
