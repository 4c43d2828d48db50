#include "run/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/blocking.hpp"
#include "base/tasks.hpp"
#include "base/text.hpp"
#include "run/admission.hpp"
#include "run/opening.hpp"
#include "run/ticker.hpp"
#include "store/lock.hpp"
#include "store/results_file.hpp"

namespace judge {
namespace {

/// limits.usd holds nothing where the prices are unknown, so it is refused there.
Result<> check_budget(const Config& config, const std::vector<std::string>& models) {
  if (!config.limits.usd) return {};
  for (const auto& name : models) {
    const auto& price = config.model(name).price;
    if (!price.input || !price.output)
      return fail(
          Fault::config,
          fmt::format(
              "{}: limits.usd: the price of model {} is not known, so the limit could not be kept; "
              "add [models.{}] price = {{ input = …, output = … }} (USD per million tokens)",
              config.file.string(), printable(name), printable(name)));
  }
  return {};
}

std::vector<std::string> models_in_use(const Config& config) {
  std::vector<std::string> models;
  const auto add = [&models](const std::vector<std::string>& names) {
    for (const auto& name : names)
      if (std::ranges::find(models, name) == models.end()) models.push_back(name);
  };
  if (config.generate) add(config.generate->models);
  for (const auto& judge : config.judges) add(judge.models);
  return models;
}

Redactor redactor_for(const Config& config) {
  Redactor redactor;
  for (const auto& model : config.models)
    for (const auto& key : model.api_keys) redactor.add(key.value);
  return redactor;
}

/// What open_run found that a person should know.
void tell(const Opening& opening, const Config& config, Progress& progress) {
  for (const auto& model : config.models)
    if (model.max_connections.automatic)
      progress.notice(
          fmt::format("model {}: max_connections is held at {}; it does not move by itself yet",
                      printable(model.name), model.max_connections.start));
  if (opening.recovered_torn)
    progress.notice("the last line of the results was half written; it is written anew");
  if (opening.stale > 0)
    progress.notice(
        fmt::format("{} results lines were of another config or dataset and are replaced; "
                    "the old file is kept as {}.bak",
                    show_count(opening.stale), printable(config.run.output.filename().string())));
}

}  // namespace

Async<Result<Summary>> run(const Config& config, RunOptions options, Seams& seams) {
  const auto started = seams.clock.now();
  auto pipeline = Pipeline::make(config);
  if (!pipeline) co_return std::unexpected(pipeline.error());
  const auto models = models_in_use(config);
  if (auto fit = check_budget(config, models); !fit) co_return std::unexpected(fit.error());
  auto lock = ResultsLock::take(config.run.output);
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

  auto results =
      ResultsFile::open(seams.files, config.run.output, seams.loop, seams.blocking, &seams.clock);
  if (!results) co_return std::unexpected(results.error());
  auto store = ResponseStore::open(config.run.store, seams.loop, seams.blocking, &seams.clock);
  if (!store) co_return std::unexpected(store.error());

  Admission admission(config, *pipeline, models, *opening, **store, **results, seams, ticker,
                      redactor_for(config));
  co_await admission.run();
  co_return co_await admission.finish(started);
}

}  // namespace judge
