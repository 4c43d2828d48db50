#include "run/opening.hpp"

#include <limits>

#include "dataset/spooled_samples.hpp"
#include "run/known_dataset.hpp"
#include "run/line_judge.hpp"
#include "run/mean_scores.hpp"
#include "run/prefix_marks.hpp"
#include "store/results_file.hpp"

namespace judge {
namespace {

/// What a sample's place is by, where it is not by the dataset's order.
using Marks = std::function<Result<std::vector<std::uint64_t>>(const Sample&)>;

/// The beginning of what is sent first of it.
Marks prefix_marks_in(const Pipeline& pipeline) {
  return [&pipeline](const Sample& sample) -> Result<std::vector<std::uint64_t>> {
    const auto request = pipeline.first_request(sample);
    if (!request) return std::unexpected(request.error());
    return prefix_marks(*request);
  };
}

/// The same at every start of the run.
Marks random_marks(std::uint64_t seed) {
  return [seed](const Sample& sample) -> Result<std::vector<std::uint64_t>> {
    return std::vector{short_digest(Hasher().add("order").add(seed).add(sample.id).finish())};
  };
}

Opening opening_of(const Config& config, const Pipeline& pipeline, SampleIndex index) {
  const auto samples = index.summary().samples;
  return Opening{.index = std::move(index),
                 .slots = Slots(samples, config.run.epochs, pipeline.candidates().size()),
                 .tally = TallyBook(config, samples),
                 .shape = pipeline.shape()};
}

Result<SampleIndex> check_in_background(
    const Config& config, const Pipeline& pipeline, Files& files, CheckProgress& progress,
    const SampleCheck& also = [](const Sample&) { return Result<>(); }) {
  return index_dataset(config, pipeline, files, [&](const Sample& sample) -> Result<> {
    ++progress.samples;
    if (progress.cancelled)
      return fail(Fault::cancelled, "stopped while the dataset was checked; nothing was sent");
    return also(sample);
  });
}

template <class Spooled>
Result<Opening> open_reordered(const Config& config, const Pipeline& pipeline, Files& files,
                               CheckProgress& progress, const Marks& marks) {
  auto spooled = Spooled::make(files);
  if (!spooled) return std::unexpected(spooled.error());
  auto index =
      check_in_background(config, pipeline, files, progress, [&](const Sample& sample) -> Result<> {
        const auto of_sample = marks(sample);
        if (!of_sample) return std::unexpected(of_sample.error());
        return spooled->add(sample, *of_sample);
      });
  if (!index) return std::unexpected(index.error());
  auto reader = std::move(*spooled).finish();
  if (!reader) return std::unexpected(reader.error());
  auto opening = opening_of(config, pipeline, std::move(*index));
  opening.reordered = std::move(*reader);
  return opening;
}

/// Checks the dataset, unless that was done before; `keeping`: so that the next one need not.
Result<Opening> open_in_order(const Config& config, const Pipeline& pipeline, Files& files,
                              CheckProgress& progress, bool keeping) {
  const KnownDataset known(config, pipeline.shape(), files);
  if (auto index = known.load()) return opening_of(config, pipeline, std::move(*index));
  auto index = check_in_background(config, pipeline, files, progress);
  if (!index) return std::unexpected(index.error());
  if (keeping) known.keep(*index);
  return opening_of(config, pipeline, std::move(*index));
}

Result<Opening> open_samples_of(const Config& config, RunOptions options, const Pipeline& pipeline,
                                Files& files, CheckProgress& progress) {
  switch (config.run.order) {
    case Order::prefix:
      return open_reordered<PrefixSamples>(config, pipeline, files, progress,
                                           prefix_marks_in(pipeline));
    case Order::random:
      return open_reordered<ShuffledSamples>(config, pipeline, files, progress,
                                             random_marks(config.run.seed));
    case Order::dataset:
      break;
  }
  return open_in_order(config, pipeline, files, progress, !options.rehearsal);
}

/// For stop_when: room for the scores that there are, and those to compare with.
Result<> prepare_stop(const Config& config, const Pipeline& pipeline, Files& files,
                      Opening& opening) {
  const auto& stop = config.run.stop_when;
  if (!stop) return {};
  opening.first_scores.assign(
      opening.slots.samples() * config.run.epochs * pipeline.candidates().size(),
      std::numeric_limits<double>::quiet_NaN());
  if (!stop->compare) return {};
  auto scores = mean_scores(files, *stop->compare, config.judges.front().name);
  if (!scores) return std::unexpected(scores.error());
  opening.baseline = {*std::move(scores)};
  return {};
}

}  // namespace

Result<Opening> open_run(const Config& config, RunOptions options, const Pipeline& pipeline,
                         Files& files, CheckProgress& progress) {
  auto opening = open_samples_of(config, options, pipeline, files, progress);
  if (!opening) return opening;
  if (options.fresh)
    if (auto forgotten = forget_results(files, config.run.output); !forgotten)
      return std::unexpected(forgotten.error());
  if (auto ready = prepare_stop(config, pipeline, files, *opening); !ready)
    return std::unexpected(ready.error());
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
  if (opening.reordered) return std::move(opening.reordered);
  if (opening.index.can_seek())
    return seek_samples(config.dataset, opening.index, opening.slots.pending_samples());
  return open_samples(config.dataset, config.run.seed, opening.index.summary());
}

}  // namespace judge
