#include "run/opening.hpp"

#include "dataset/prefix_samples.hpp"
#include "run/known_dataset.hpp"
#include "run/line_judge.hpp"
#include "run/prefix_marks.hpp"
#include "run/shape.hpp"
#include "store/results_file.hpp"

namespace judge {
namespace {

/// For order = "prefix": keeps the sample by the beginning of what is sent first of it.
Result<> sort_in(const Sample& sample, const Pipeline& pipeline, PrefixSamples& by_prefix) {
  const auto request = pipeline.first_request(sample);
  if (!request) return std::unexpected(request.error());
  return by_prefix.add(sample, prefix_marks(*request));
}

Opening opening_of(const Config& config, const Pipeline& pipeline, const Digest& shape,
                   SampleIndex index) {
  const auto samples = index.summary().samples;
  return Opening{.index = std::move(index),
                 .slots = Slots(samples, config.run.epochs, pipeline.candidates().size()),
                 .tally = TallyBook(config, samples),
                 .shape = shape};
}

Result<SampleIndex> check_in_background(const Config& config, const Pipeline& pipeline,
                                        Files& files, CheckProgress& progress,
                                        PrefixSamples* by_prefix = nullptr) {
  return index_dataset(config, pipeline, files, [&](const Sample& sample) -> Result<> {
    ++progress.samples;
    if (progress.cancelled)
      return fail(Fault::cancelled, "stopped while the dataset was checked; nothing was sent");
    return by_prefix ? sort_in(sample, pipeline, *by_prefix) : Result<>{};
  });
}

Result<Opening> open_by_prefix(const Config& config, const Pipeline& pipeline, Files& files,
                               CheckProgress& progress) {
  auto by_prefix = PrefixSamples::make(files);
  if (!by_prefix) return std::unexpected(by_prefix.error());
  auto index = check_in_background(config, pipeline, files, progress, &*by_prefix);
  if (!index) return std::unexpected(index.error());
  auto reader = std::move(*by_prefix).finish();
  if (!reader) return std::unexpected(reader.error());
  auto opening = opening_of(config, pipeline, config_shape(config), std::move(*index));
  opening.by_prefix = std::move(*reader);
  return opening;
}

/// Checks the dataset, unless that was done before; `keeping`: so that the next one need not.
Result<Opening> open_in_order(const Config& config, const Pipeline& pipeline, Files& files,
                              CheckProgress& progress, bool keeping) {
  const auto shape = config_shape(config);
  const KnownDataset known(config, shape, files);
  if (auto index = known.load()) return opening_of(config, pipeline, shape, std::move(*index));
  auto index = check_in_background(config, pipeline, files, progress);
  if (!index) return std::unexpected(index.error());
  if (keeping) known.keep(*index);
  return opening_of(config, pipeline, shape, std::move(*index));
}

}  // namespace

Result<Opening> open_run(const Config& config, RunOptions options, const Pipeline& pipeline,
                         Files& files, CheckProgress& progress) {
  auto opening = config.run.order == Order::prefix
                     ? open_by_prefix(config, pipeline, files, progress)
                     : open_in_order(config, pipeline, files, progress, !options.rehearsal);
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
  auto opening = open_in_order(config, pipeline, files, progress, false);
  if (!opening) return opening;
  LineJudge judge(config, pipeline, false, *opening);
  auto read = read_results(files, config.run.output, [&judge](JsonView line) { judge.look(line); });
  if (!read) return std::unexpected(read.error());
  if (judge.error()) return std::unexpected(*judge.error());
  return opening;
}

Result<SampleIndex> index_dataset(const Config& config, const Pipeline& pipeline, Files& files,
                                  const SampleCheck& each) {
  auto index = SampleIndex::make(files);
  if (!index) return index;
  auto summary =
      check_dataset(config.dataset, config.run.seed, [&](const Sample& sample) -> Result<> {
        if (auto fit = pipeline.check(sample); !fit) return fit;
        if (auto good = each(sample); !good) return good;
        return index->add({short_digest(sample.digest), sample.line, sample.offset});
      });
  if (!summary) return std::unexpected(summary.error());
  if (auto sealed = index->seal(*summary); !sealed) return std::unexpected(sealed.error());
  return index;
}

Result<std::unique_ptr<SampleReader>> samples_in_order(const Config& config, Opening& opening) {
  if (opening.by_prefix) return std::move(opening.by_prefix);
  if (opening.index.can_seek())
    return seek_samples(config.dataset, opening.index, opening.slots.pending_samples());
  return open_samples(config.dataset, config.run.seed, opening.index.summary());
}

}  // namespace judge
