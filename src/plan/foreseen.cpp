#include "plan/foreseen.hpp"

#include "run/line_judge.hpp"
#include "store/results_file.hpp"

namespace judge {

Result<Opening> look_as_run_does(const Config& config, const Pipeline& pipeline, Files& files,
                                 const SampleCheck& each) {
  auto index = index_dataset(config, pipeline, files, each);
  if (!index) return std::unexpected(index.error());
  const auto samples = index->summary().samples;
  Opening opening{.index = std::move(*index),
                  .slots = Slots(samples, config.run.epochs, pipeline.candidates().size()),
                  .tally = TallyBook(config, samples),
                  .shape = pipeline.shape()};
  LineJudge judge(config, pipeline, false, opening);
  auto read =
      read_results(files, config.run.output, [&judge](JsonView line) { (void)judge(line); });
  if (!read) return std::unexpected(read.error());
  if (judge.error()) return std::unexpected(*judge.error());
  return opening;
}

Foreseen::Foreseen(const Config& config, const Pipeline& pipeline, Opening opening,
                   std::unique_ptr<ReplyDatabase> store, OnReady on_ready)
    : opening_(std::move(opening)),
      store_(std::move(store)),
      survey_(config, pipeline, opening_.slots, store_.get(), std::move(on_ready)) {}

Result<std::unique_ptr<Foreseen>> Foreseen::open(const Config& config, const Pipeline& pipeline,
                                                 Files& files, const SampleCheck& each,
                                                 OnReady on_ready) {
  auto opening = look_as_run_does(config, pipeline, files, each);
  if (!opening) return std::unexpected(opening.error());
  auto store = ReplyDatabase::open_to_read(config.run.store);
  if (!store) return std::unexpected(store.error());
  std::unique_ptr<Foreseen> foreseen(
      new Foreseen(config, pipeline, std::move(*opening), std::move(*store), std::move(on_ready)));
  if (auto begun = foreseen->survey_.begin(); !begun) return std::unexpected(begun.error());
  auto reader = open_samples(config.dataset, config.run.seed, foreseen->opening_.index.summary());
  if (!reader) return std::unexpected(reader.error());
  foreseen->reader_ = std::move(*reader);
  return foreseen;
}

Result<bool> Foreseen::look(std::size_t samples) {
  for (std::size_t i = 0; i < samples; ++i) {
    auto sample = reader_->next();
    if (!sample) return std::unexpected(sample.error());
    if (!*sample) return false;
    if (auto looked = survey_.look_at(**sample); !looked) return std::unexpected(looked.error());
  }
  return true;
}

std::uint64_t Foreseen::waiting() const {
  std::uint64_t waiting = 0;
  for (const auto& row : survey_.rows()) waiting += row.waiting;
  return waiting;
}

}  // namespace judge
