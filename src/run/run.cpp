#include "run/run.hpp"

#include <fmt/format.h>

#include "base/blocking.hpp"
#include "base/tasks.hpp"
#include "base/text.hpp"
#include "config/secrets.hpp"
#include "results/about.hpp"
#include "run/admission.hpp"
#include "run/opening.hpp"
#include "run/requests.hpp"
#include "run/ticker.hpp"
#include "store/lock.hpp"
#include "store/network_disk.hpp"
#include "store/results_file.hpp"

namespace judge {
namespace {

Result<std::optional<ResultsLock>> take_lock(const Config& config, RunOptions options) {
  if (options.rehearsal) return std::nullopt;
  auto lock = ResultsLock::take(config.run.output);
  if (!lock) return std::unexpected(lock.error());
  return std::move(*lock);
}

/// What open_run found that a person should know.
void tell(const Opening& opening, const Config& config, Progress& progress) {
  if (opening.recovered_torn)
    progress.notice("the last line of the results was half written; it is written anew");
  if (opening.stale > 0)
    progress.notice(
        fmt::format("{} results lines were of another config or dataset and are replaced; "
                    "the old file is kept as {}.bak",
                    show_count(opening.stale), printable(config.run.output.filename().string())));
}

/// SQLite's log takes memory that its users share, which such a file system may only seem to have.
void warn_of_network_disk(const Config& config, Progress& progress) {
  if (config.run.store_exclusive) return;
  if (const auto kind = network_disk(config.run.store))
    progress.notice(
        fmt::format("the store {} lies on {}: set [run] store_exclusive = true, or put "
                    "it on a local disk",
                    printable(config.run.store.native()), *kind));
}

/// What the results lines do not say of themselves, for those who read them.
Result<> keep_about(const Config& config, RunOptions options, const Opening& opening,
                    Files& files) {
  if (options.rehearsal) return {};
  const auto path = about_path(config.run.output);
  auto next = path;
  next += ".new";
  if (auto removed = files.remove(next); !removed) return removed;
  auto file = files.open(next);
  if (!file) return std::unexpected(file.error());
  const auto text = about_json(about(config, opening.slots.samples())) + "\n";
  if (auto written = (*file)->append(text); !written) return written;
  if (auto synced = (*file)->sync(); !synced) return synced;
  return files.rename(next, path);
}

}  // namespace

Redactor redactor_for(const Config& config) {
  Redactor redactor;
  for (const auto& model : config.models) add_secrets(model, redactor);
  return redactor;
}

Async<Result<Summary>> run(const Config& config, RunOptions options, Seams& seams) {
  const auto started = seams.clock.now();
  auto pipeline =
      co_await run_blocking(seams.blocking, [&] { return Pipeline::make(config, seams.files); });
  if (!pipeline) co_return std::unexpected(pipeline.error());
  const auto models = models_in_use(config);
  if (auto fit = check_prices(config); !fit) co_return std::unexpected(fit.error());
  auto lock = take_lock(config, options);
  if (!lock) co_return std::unexpected(lock.error());

  Ticker ticker(seams, started);
  CheckProgress check;
  ticker.watch("checking the dataset", [&check](Snapshot& now) { now.done = check.samples; });
  auto cancel = seams.stop.on(StopLevel::drain, [&check] { check.cancelled = true; });
  auto opening = co_await run_blocking(
      seams.blocking, [&] { return open_run(config, options, *pipeline, seams.files, check); });
  ticker.rest();
  if (!opening) co_return std::unexpected(opening.error());
  tell(*opening, config, seams.progress);

  if (auto kept = keep_about(config, options, *opening, seams.files); !kept)
    co_return std::unexpected(kept.error());
  auto results =
      ResultsFile::open(seams.files, config.run.output, seams.loop, seams.blocking, &seams.clock);
  if (!results) co_return std::unexpected(results.error());
  warn_of_network_disk(config, seams.progress);
  auto store =
      ResponseStore::open(config.run.store, seams.loop, seams.blocking, &seams.clock,
                          config.run.store_exclusive ? StoreUse::exclusive : StoreUse::shared);
  if (!store) co_return std::unexpected(store.error());

  Admission admission(config, *pipeline, models, *opening, **store, **results, seams, ticker,
                      redactor_for(config));
  admission.leave_out(options.given_up);
  co_await admission.run();
  co_return co_await admission.finish(started);
}

}  // namespace judge
