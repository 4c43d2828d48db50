#include "run/opening.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "dataset/spooled_samples.hpp"
#include "results/about.hpp"
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

/// What stop_when says of the lines there are: as a run that finds them.
Result<std::optional<std::string>> reached_by(const Config& config, const Pipeline& pipeline,
                                              Opening& opening) {
  EarlyStop stop(stop_setting(config, pipeline, opening));
  auto reader = samples_in_order(config, opening);
  if (!reader) return std::unexpected(reader.error());
  for (std::uint64_t rank = 0;; ++rank) {
    const auto sample = (*reader)->next();
    if (!sample) return std::unexpected(sample.error());
    if (!*sample) return std::nullopt;
    for (std::uint32_t epoch = 0; epoch < config.run.epochs; ++epoch)
      for (std::uint32_t candidate = 0; candidate < pipeline.candidates().size(); ++candidate) {
        const auto place = opening.slots.place((*sample)->index, epoch, candidate);
        if (!opening.slots.done(place)) return std::nullopt;  // all behind it waits for it
        const auto score = opening.first_scores[place];
        stop.add(rank, (*sample)->id, candidate,
                 std::isnan(score) ? std::nullopt : std::optional(score));
      }
    if (auto reached = stop.reached()) return reached;
  }
}

/// Whoever edits a dataset under a run must not have another sample answered in its place.
class UnchangedSamples final : public SampleReader {
 public:
  UnchangedSamples(std::unique_ptr<SampleReader> reader, SampleIndex& index,
                   const std::filesystem::path& path)
      : reader_(std::move(reader)), index_(index), path_(path) {}

  Result<std::optional<Sample>> next() override {
    auto sample = reader_->next();
    if (!sample || !*sample) return sample;
    const auto entry = index_.at((*sample)->index);
    if (!entry) return std::unexpected(entry.error());
    if (entry->digest == short_digest((*sample)->digest)) return sample;
    return fail(Fault::dataset, fmt::format("{}:{}: it changed while it was being read; run again",
                                            printable(path_.string()), (*sample)->line));
  }

 private:
  std::unique_ptr<SampleReader> reader_;
  SampleIndex& index_;
  const std::filesystem::path& path_;
};

}  // namespace

EarlyStop::Setting stop_setting(const Config& config, const Pipeline& pipeline, Opening& opening) {
  const auto first = about(config, opening.slots.samples()).judges.front();
  return {.when = *config.run.stop_when,
          .min = first.min,
          .max = first.max,
          .samples = opening.slots.samples(),
          .epochs = config.run.epochs,
          .models = pipeline.candidates(),
          .baseline = std::move(opening.baseline)};
}

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
  const auto& stop_when = config.run.stop_when;
  auto opening = stop_when ? open_reordered<ShuffledSamples>(config, pipeline, files, progress,
                                                             random_marks(config.run.seed))
                           : open_in_order(config, pipeline, files, progress, false);
  if (!opening) return opening;
  if (auto ready = prepare_stop(config, pipeline, files, *opening); !ready)
    return std::unexpected(ready.error());
  LineJudge judge(config, pipeline, false, *opening);
  auto read = read_results(files, config.run.output, [&judge](JsonView line) { judge.look(line); });
  if (!read) return std::unexpected(read.error());
  if (judge.error()) return std::unexpected(*judge.error());
  if (!stop_when) return opening;
  auto reached = reached_by(config, pipeline, *opening);
  if (!reached) return std::unexpected(reached.error());
  opening->reached = std::move(*reached);
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
  auto reader = open_samples(config.dataset, config.run.seed, opening.index.summary());
  if (!reader) return reader;
  return std::make_unique<UnchangedSamples>(std::move(*reader), opening.index, config.dataset.path);
}

}  // namespace judge
