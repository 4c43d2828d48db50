#include "plan/rehearsal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <memory>

#include "plan/troupe.hpp"
#include "run/run.hpp"
#include "sim/memory_files.hpp"
#include "sim/virtual_clock.hpp"

namespace judge {
namespace {

/// Shows the run within as one stage of the plan.
class Backstage final : public Progress {
 public:
  explicit Backstage(Progress& front) : front_(front) {}
  void update(const Snapshot& within) override {
    Snapshot now;
    now.stage = "rehearsing";
    now.done = within.done;
    front_.update(now);
  }
  void notice(std::string_view) override {}
  void finish(const Snapshot&) override {}

 private:
  Progress& front_;
};

/// Lives in memory while it is open here.
Result<std::unique_ptr<ReplyDatabase>> make_store(std::filesystem::path& name) {
  static std::uint64_t number = 0;
  name = fmt::format("file:/judge-plan-{}-{}?vfs=memdb", ::getpid(), ++number);
  return ReplyDatabase::open(name);
}

/// So many that they take a day at most by plain arithmetic: idle virtual time costs real time too.
std::uint64_t calls_in_a_day(const Config& config, const std::vector<PlannedCalls>& rows) {
  double minutes = 0;
  double all = 0;
  for (const auto& model : config.models) {
    double left = 0;
    double tokens = 0;
    for (const auto& row : rows)
      if (row.model == model.name) {
        left += static_cast<double>(row.left);
        tokens += row.input_tokens.expected + row.output_tokens.expected;
      }
    const auto keys = static_cast<double>(std::max<std::size_t>(1, model.api_keys.size()));
    if (model.rpm) minutes = std::max(minutes, left / (*model.rpm * keys));
    if (model.tpm) minutes = std::max(minutes, tokens / (*model.tpm * keys));
    all += left;
  }
  for (const auto& row : rows)
    minutes = std::max(
        minutes, static_cast<double>(row.left) * static_cast<double>(row.latency.count()) / 60e3 /
                     static_cast<double>(config.model(row.model).max_connections.max));
  constexpr double day = 24 * 60;
  constexpr double least = 100;
  if (minutes <= day) return Rehearsal::most_calls;
  return static_cast<std::uint64_t>(std::max(least, all * day / minutes));
}

/// Prompts of a hundred kilobytes are no reason to fill the memory.
std::uint64_t calls_in_bytes(const Survey& survey) {
  constexpr double most_bytes = 64e6;
  double bytes = 0;
  double left = 0;
  for (const auto& row : survey.rows()) {
    bytes += row.left_bytes + row.waiting_bytes;
    left += static_cast<double>(row.left);
  }
  return static_cast<std::uint64_t>(std::max(1.0, left * most_bytes / std::max(bytes, 1.0)));
}

/// Beyond what was rehearsed, calls end at the rate at which they did once everything ran and
/// before the end came in sight.
Duration scaled(Duration rehearsed, const std::vector<Time>& answered, std::uint64_t left) {
  if (left <= answered.size() || answered.size() < 10) return rehearsed;
  const auto first = answered.size() / 2;
  const auto last = answered.size() * 9 / 10;
  const auto span = std::chrono::duration<double>(answered[last] - answered[first]);
  const auto a_call = span / static_cast<double>(last - first);
  return rehearsed +
         std::chrono::duration_cast<Duration>(a_call * static_cast<double>(left - answered.size()));
}

}  // namespace

Result<Rehearsal> Rehearsal::make(const Config& config, const Survey& survey,
                                  const std::vector<PlannedCalls>& rows, Progress& progress) {
  auto rehearsal = rehearsal_config(config, survey);
  auto units = survey.work().units(
      std::min({most_calls, calls_in_a_day(rehearsal, rows), calls_in_bytes(survey)}));
  auto lines = rehearsal_rows(rehearsal, survey, units);
  if (!lines) return std::unexpected(lines.error());
  auto dataset = MemoryFile::make(*lines);
  if (!dataset) return std::unexpected(dataset.error());
  return Rehearsal(std::move(rehearsal), survey, rows, progress, std::move(units),
                   std::move(*dataset));
}

Rehearsal::Rehearsal(Config config, const Survey& survey, const std::vector<PlannedCalls>& rows,
                     Progress& progress, std::vector<WorkUnit> units, MemoryFile dataset)
    : config_(std::move(config)),
      survey_(&survey),
      rows_(&rows),
      progress_(&progress),
      units_(std::move(units)),
      dataset_(std::move(dataset)) {
  config_.dataset.path = dataset_.path();
  config_.run.output = "/rehearsal/results.jsonl";
  for (const auto& unit : units_) calls_ += calls_of(unit);
}

Result<milliseconds> Rehearsal::run(const Change& change) {
  auto config = config_;
  if (change)
    for (auto& model : config.models) change(model);
  const auto store = make_store(config.run.store);
  if (!store) return std::unexpected(store.error());
  if (auto kept = store_answered(config, *survey_, units_, **store); !kept)
    return std::unexpected(kept.error());

  auto loop = std::make_unique<asio::io_context>();
  VirtualClock clock;
  Troupe troupe(loop->get_executor(), clock, *survey_, *rows_);
  MemoryFiles files;
  Backstage backstage(*progress_);
  StopSignal stop;
  Seams seams{.loop = loop->get_executor(),
              .blocking = loop->get_executor(),
              .clock = clock,
              .transport = troupe,
              .files = files,
              .progress = backstage,
              .stop = stop};
  std::optional<Result<Summary>> outcome;
  std::exception_ptr failure;
  const auto started = clock.now();
  asio::co_spawn(*loop, judge::run(config, {.rehearsal = true}, seams),
                 [&](std::exception_ptr thrown, Result<Summary> summary) {
                   failure = thrown;
                   outcome = std::move(summary);
                 });
  constexpr auto forever = std::chrono::hours(24 * 365 * 10);
  run_virtually(*loop, clock, [&outcome] { return outcome.has_value(); }, forever);
  loop.reset();  // before what its coroutines refer to
  if (failure) std::rethrow_exception(failure);
  if (!outcome) return fail(Fault::internal, "the rehearsal of the run came to no end");
  if (!*outcome) return std::unexpected(outcome->error());
  if ((*outcome)->stopped) return std::unexpected(*(*outcome)->stopped);
  std::uint64_t left = 0;
  for (const auto& row : *rows_) left += row.left;
  return std::chrono::ceil<milliseconds>(scaled(clock.now() - started, troupe.answered(), left));
}

}  // namespace judge
