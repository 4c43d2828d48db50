#include "run/opening.hpp"

#include "run/line_judge.hpp"
#include "run/shape.hpp"
#include "store/results_file.hpp"

namespace judge {
namespace {

Result<DatasetSummary> check_all(const Config& config, const Pipeline& pipeline, Slots& slots,
                                 CheckProgress& progress) {
  auto summary =
      check_dataset(config.dataset, config.run.seed, [&](const Sample& sample) -> Result<> {
        if (auto fit = pipeline.check(sample); !fit) return fit;
        ++progress.samples;
        if (progress.cancelled)
          return fail(Fault::cancelled, "stopped while the dataset was checked; nothing was sent");
        return slots.add_sample(sample.digest);
      });
  if (!summary) return summary;
  if (auto sealed = slots.seal(config.run.epochs, pipeline.candidates().size()); !sealed)
    return std::unexpected(sealed.error());
  return summary;
}

Result<Opening> check_into_opening(const Config& config, const Pipeline& pipeline, Files& files,
                                   CheckProgress& progress) {
  auto slots = Slots::make(files);
  if (!slots) return std::unexpected(slots.error());
  auto summary = check_all(config, pipeline, *slots, progress);
  if (!summary) return std::unexpected(summary.error());
  return Opening{.dataset = *summary,
                 .slots = std::move(*slots),
                 .tally = TallyBook(config, summary->samples),
                 .shape = config_shape(config)};
}

}  // namespace

Result<Opening> open_run(const Config& config, RunOptions options, const Pipeline& pipeline,
                         Files& files, CheckProgress& progress) {
  auto opening = check_into_opening(config, pipeline, files, progress);
  if (!opening) return opening;
  if (options.fresh)
    if (auto forgotten = forget_results(files, config.run.output); !forgotten)
      return std::unexpected(forgotten.error());
  LineJudge judge(config, pipeline, options.retry_failed, *opening);
  const std::function<KeepLine(JsonView)> keep = std::ref(judge);
  auto recovered = recover_results(files, config.run.output, keep);
  if (!recovered) return std::unexpected(recovered.error());
  if (judge.error()) return std::unexpected(*judge.error());
  opening->recovered_torn = recovered->torn;
  opening->stale = recovered->stale;
  return opening;
}

Result<Opening> inspect_run(const Config& config, const Pipeline& pipeline, Files& files,
                            CheckProgress& progress) {
  auto opening = check_into_opening(config, pipeline, files, progress);
  if (!opening) return opening;
  LineJudge judge(config, pipeline, false, *opening);
  auto read = read_results(files, config.run.output, [&judge](JsonView line) { judge.look(line); });
  if (!read) return std::unexpected(read.error());
  if (judge.error()) return std::unexpected(*judge.error());
  return opening;
}

}  // namespace judge
