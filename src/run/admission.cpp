#include "run/admission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/blocking.hpp"
#include "base/text.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

/// Beside those in flight, enough that every permit finds a sample ready while others render, wait
/// for a retry or are written; each costs memory, so no more than a quarter where they are many.
constexpr std::size_t most_spare = 64;
constexpr std::size_t fewest_admitted = 32;
/// Followers wait for the one that warms their prefix: about half of what is let in.
constexpr std::size_t admitted_per_permit_by_prefix = 4;
constexpr std::size_t rows_a_batch = 64;
constexpr std::size_t bytes_a_batch = std::size_t{16} << 20;
/// Of rows let in; each byte is in memory five or six times, as row, prompt, body, line and reply.
constexpr std::size_t most_bytes = std::size_t{128} << 20;
constexpr std::string_view advice =
    " Mend the cause, then run the same command again: failed samples are tried again.";
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::size_t permits_of(const Config& config, const std::vector<std::string>& models) {
  std::size_t permits = 0;
  for (const auto& model : models) permits += config.model(model).max_connections.max;
  return permits;
}

struct Batch {
  std::vector<Sample> samples;
  std::optional<Error> error;
  bool last = false;
};

Batch read_batch(SampleReader& reader) {
  Batch batch;
  std::size_t bytes = 0;
  while (batch.samples.size() < rows_a_batch && bytes < bytes_a_batch) {
    auto sample = reader.next();
    if (!sample) batch.error = sample.error();
    batch.last = !sample || !*sample;
    if (batch.last) break;
    bytes += text_bytes((*sample)->fields);
    batch.samples.push_back(std::move(**sample));
  }
  return batch;
}

}  // namespace

Admission::Admission(const Config& config, const Pipeline& pipeline,
                     const std::vector<std::string>& models, Opening& opening, ResponseStore& store,
                     ResultsFile& results, Seams& seams, Ticker& ticker, Redactor redactor)
    : config_(config),
      pipeline_(pipeline),
      opening_(opening),
      results_(results),
      seams_(seams),
      ticker_(ticker),
      redactor_(std::move(redactor)),
      limits_(config.limits),
      started_(seams.clock.now()),
      stopper_(seams.stop),
      budget_(budget_limits(config.limits), seams.loop),
      services_{seams, store, stopper_, budget_, effort_, redactor_, possibly_billed_},
      store_(store),
      admitted_("admission", window(permits_of(config, models)), seams.clock, seams.loop),
      room_(most_bytes, seams.loop),
      units_(seams.loop) {
  for (const auto& model : models)
    clients_.emplace(model, std::make_unique<ModelClient>(config.model(model), services_));
  if (config.run.order == Order::prefix)
    for (const auto& [name, client] : clients_) client->warm_prefixes();
  const auto& spent = opening.tally.so_far();
  budget_.add_spent(
      {spent.cost_usd, static_cast<double>(spent.input_tokens + spent.output_tokens)});
  effort_.resumed = opening.resumed;
  if (config.run.stop_when) early_stop_.emplace(stop_setting(config, pipeline, opening));
}

std::size_t Admission::window(std::size_t permits) const {
  const auto spare = std::min(permits, std::max(most_spare, permits / 4));
  const auto admitted = config_.run.order == Order::prefix ? admitted_per_permit_by_prefix * permits
                                                           : permits + spare;
  return std::max(fewest_admitted, admitted);
}

Budget::Limits Admission::budget_limits(const LimitsConfig& limits) {
  return {.usd = limits.usd, .tokens = limits.tokens};
}

Async<> Admission::run() {
  ticker_.watch("running", [this](Snapshot& now) { show(now); });
  on_drain_ = seams_.stop.on(StopLevel::drain, [this] {
    ticker_.stage("draining");
    set_drain_timeout();
  });
  set_deadline();
  if (seams_.updates)
    updates_.emplace(seams_.updates->listen([this](const Config& next) { reload(next); }));
  co_await admit_all();
  co_await units_.join();
  updates_.reset();
  deadline_.reset();
  drain_.reset();
}

Async<> Admission::admit_all() {
  if (opening_.tally.so_far().pending() == 0) co_return;
  auto reader = samples_in_order(config_, opening_);
  if (!reader) {
    stopper_.stop(reader.error());
    co_return;
  }
  std::uint64_t drawn = 0;
  while (!seams_.stop.at_least(StopLevel::drain)) {
    auto batch = co_await run_blocking(seams_.blocking, [&reader] { return read_batch(**reader); });
    for (const auto& sample : batch.samples) co_await admit(sample, drawn++);
    if (batch.error) stopper_.stop(*batch.error);
    if (batch.last) co_return;
  }
}

Async<> Admission::admit(const Sample& sample, std::uint64_t drawn) {
  const auto digest = short_digest(sample.digest);
  for (std::uint32_t epoch = 0; epoch < config_.run.epochs; ++epoch)
    for (std::size_t candidate = 0; candidate < pipeline_.candidates().size(); ++candidate) {
      const auto place = opening_.slots.place(sample.index, epoch, candidate);
      if (opening_.slots.done(place)) {
        if (early_stop_) count_for_stop(candidate, drawn, sample.id, opening_.first_scores[place]);
        continue;
      }
      auto place_in_room = co_await room_.enter(text_bytes(sample.fields));
      auto permit = co_await admitted_.acquire(seams_.stop);
      if (!permit) co_return;
      Unit unit{.sample = sample,
                .epoch = epoch,
                .candidate = candidate,
                .place = place,
                .rank = let_in_++,
                .drawn = drawn,
                .afresh = opening_.slots.afresh(place),
                .fingerprint = line_fingerprint(opening_.shape, digest, epoch, candidate)};
      units_.spawn(see_through(std::move(unit), std::move(*permit), std::move(place_in_room)));
    }
}

Async<> Admission::see_through(Unit unit, Permit permit, [[maybe_unused]] ByteRoom::Place in_room) {
  const auto place = unit.place;
  const auto drawn = unit.drawn;
  const auto candidate = unit.candidate;
  auto record = co_await run_unit(std::move(unit), pipeline_, clients_, services_);
  if (record && early_stop_) {
    const auto id = record->id;
    const auto score = first_score(figures_of(*record), config_.judges.front().name);
    if (co_await write(std::move(*record), place))
      count_for_stop(candidate, drawn, id, score.value_or(nan));
  } else if (record) {
    co_await write(std::move(*record), place);
  }
  permit.release();
}

/// False: it could not be, and the run is being stopped.
Async<bool> Admission::write(Record record, std::uint64_t place) {
  auto written = co_await results_.append(record.line(pipeline_.several_judges()));
  if (!written) {
    stopper_.stop(written.error());
    co_return false;
  }
  opening_.slots.mark_done(place);
  opening_.tally.add(figures_of(record), record.index);
  look_at_first(record, place);
  check_failures();
  co_return true;
}

/// NaN: no score. What is in flight is still written.
void Admission::count_for_stop(std::size_t candidate, std::uint64_t drawn, std::string_view id,
                               double score) {
  early_stop_->add(drawn, id, static_cast<std::uint32_t>(candidate),
                   std::isnan(score) ? std::nullopt : std::optional(score));
  if (reached_) return;
  reached_ = early_stop_->reached();
  if (reached_) seams_.stop.raise(StopLevel::drain);
}

void Admission::set_deadline() {
  deadline_.reset();
  if (!limits_.deadline) return;
  deadline_ = seams_.clock.at(started_ + *limits_.deadline, [this] {
    stopper_.stop(
        {Fault::deadline,
         fmt::format(
             "The deadline has passed (limits.deadline = {}). Run the same command again to go on.",
             show_duration(*limits_.deadline))});
  });
}

void Admission::set_drain_timeout() {
  drain_ = seams_.clock.at(seams_.clock.now() + config_.run.drain,
                           [this] { seams_.stop.raise(StopLevel::abort); });
}

/// Whether anything works at all.
void Admission::look_at_first(const Record& record, std::uint64_t place) {
  constexpr std::uint64_t first_answers = 10;
  // What failed alone fails again: that is no news.
  if (first_are_over_ || opening_.slots.failed_alone(place)) return;
  const auto code = record.failure ? record.failure->error.code : "";
  first_are_over_ = !record.failure || (first_failures_ > 0 && code != first_code_);
  first_code_ = code;
  if (first_are_over_ || ++first_failures_ < first_answers) return;
  first_are_over_ = true;
  stopper_.stop(
      {Fault::too_many_failures, fmt::format("Every one of the first {} samples failed with {}.{}",
                                             first_answers, printable(code), advice)});
}

void Admission::check_failures() {
  constexpr std::uint64_t enough_to_judge = 50;
  const auto& tally = opening_.tally.so_far();
  const auto looked_at = std::max(tally.done(), std::min(tally.total, enough_to_judge));
  const bool over_share = limits_.max_failures_share &&
                          static_cast<double>(tally.failed) >
                              *limits_.max_failures_share * static_cast<double>(looked_at);
  const bool over_count = limits_.max_failures_count && tally.failed > *limits_.max_failures_count;
  if (over_share || over_count)
    stopper_.stop({Fault::too_many_failures,
                   fmt::format("{} of {} samples failed, more than limits.max_failures allows.{}",
                               show_count(tally.failed), show_count(tally.done()), advice)});
}

void Admission::show(Snapshot& now) const {
  const auto& tally = opening_.tally.so_far();
  now.total = tally.total;
  now.done = tally.done();
  now.resumed = effort_.resumed;
  now.scored = tally.scored;
  now.unscored = tally.unscored;
  now.failed = tally.failed;
  now.in_flight = services_.in_flight;
  for (const auto& [name, client] : clients_) now.limit += client->limit();
  now.retries = effort_.retries;
  now.rate_limited = effort_.rate_limited;
  now.reused = effort_.reused;
  now.mean = tally.metrics.front().scores.mean();
  now.input_tokens = tally.input_tokens;
  now.output_tokens = tally.output_tokens;
  now.cached_input_tokens = tally.cached_input_tokens;
  if (tally.unknown_cost < tally.done()) now.cost_usd = tally.cost_usd;
  now.cost_partial = tally.unknown_cost > 0;
}

Async<Summary> Admission::finish(Time started) {
  if (auto closed = co_await results_.close(); !closed) stopper_.stop(closed.error());
  if (auto closed = co_await store_.close(); !closed) stopper_.stop(closed.error());
  ticker_.finish();
  Summary summary{.name = config_.run.name,
                  .config = config_.file,
                  .output = config_.run.output,
                  .tally = opening_.tally.result(),
                  .effort = effort_,
                  .dead_keys = std::move(services_.dead_keys),
                  .stopped = stopper_.reason(),
                  .reached = reached_};
  summary.tally.possibly_billed += possibly_billed_;
  summary.elapsed = std::chrono::duration_cast<milliseconds>(seams_.clock.now() - started);
  co_return summary;
}

}  // namespace judge
