#include "doctor/workload.hpp"

#include <algorithm>

#include "plan/survey.hpp"
#include "run/opening.hpp"
#include "run/requests.hpp"
#include "store/reply_database.hpp"

namespace judge {
namespace {

constexpr std::uint64_t surveyed_at_most = 1000;
constexpr double reply_overhead = 700;
constexpr double line_overhead = 450;
constexpr double call_overhead = 250;
constexpr double logprob_bytes = 60;
constexpr double index_bytes = 24;       // a sample, while a run goes on
constexpr double reordered_bytes = 700;  // a sample, besides the dataset itself
constexpr double unpacked = 5;           // times what a .gz has

/// Of one answer in the store.
double reply_bytes(const Config& config, const SurveyRow& row) {
  const auto text = expected_text_bytes(row);
  const auto judge = std::ranges::find(config.judges, row.stage, &JudgeConfig::name);
  const auto alternatives =
      judge != config.judges.end() && judge->logprobs.wanted ? judge->logprobs.top : 0;
  return text + reply_overhead + text / characters_a_token * alternatives * logprob_bytes;
}

double temporary_bytes(const Config& config, std::uint64_t samples) {
  const auto count = static_cast<double>(samples);
  if (config.run.order == Order::dataset) return count * index_bytes;
  std::error_code unknown;
  const auto size = std::filesystem::file_size(config.dataset.path, unknown);
  const auto whole = config.dataset.path.extension() == ".gz" ? unpacked : 1;
  return count * (index_bytes + reordered_bytes) +
         (unknown ? 0 : static_cast<double>(size) * whole);
}

class Surveyor {
 public:
  Surveyor(const Config& config, const Pipeline& pipeline, ReplyDatabase* store)
      : config_(config),
        slots_(surveyed_at_most, config.run.epochs, pipeline.candidates().size()),
        survey_(config, pipeline, slots_, store),
        lines_a_sample_(config.run.epochs * pipeline.candidates().size()) {}

  Result<> begin() { return survey_.begin(); }

  Result<> look_at(const Sample& sample) {
    if (surveyed_ == surveyed_at_most) return {};
    ++surveyed_;
    const auto output = sample.fields.find("output");
    if (output != sample.fields.end() && output->is_string())
      own_bytes_ += static_cast<double>(output->get_ref<const std::string&>().size());
    own_bytes_ += static_cast<double>(sample.metadata.dump().size());
    return survey_.look_at(sample);
  }

  Workload workload(std::uint64_t samples) const {
    Workload work{.samples = samples,
                  .lines = samples * lines_a_sample_,
                  .temporary = temporary_bytes(config_, samples)};
    double calls = 0;
    double texts = 0;
    double replies = 0;
    for (const auto& row : survey_.rows()) {
      const auto count = static_cast<double>(row.calls);
      calls += count;
      texts += count * bytes_in_line(row);
      replies += count * reply_bytes(config_, row);
    }
    const auto seen = static_cast<double>(std::max<std::uint64_t>(surveyed_, 1));
    work.calls = calls / seen * static_cast<double>(samples);
    work.reply_bytes = calls > 0 ? replies / calls : 0;
    work.line_bytes =
        line_overhead + own_bytes_ / seen +
        std::max(answers_in_line(), texts / (seen * static_cast<double>(lines_a_sample_)));
    return work;
  }

 private:
  static double bytes_in_line(const SurveyRow& row) {
    return expected_text_bytes(row) + call_overhead;
  }

  /// Equal requests are one call, but their answer stands in every line.
  double answers_in_line() const {
    const auto& shape = survey_.shape();
    double bytes = 0;
    for (std::size_t writer = 0; writer < shape.writers; ++writer)
      bytes += bytes_in_line(survey_.rows()[writer]) / static_cast<double>(shape.candidates);
    for (const auto& part : survey_.parts()) bytes += bytes_in_line(survey_.rows()[part.row]);
    return bytes;
  }

  const Config& config_;
  Slots slots_;
  Survey survey_;
  std::uint64_t lines_a_sample_;
  std::uint64_t surveyed_ = 0;
  double own_bytes_ = 0;  // of the samples: their outputs and metadata
};

}  // namespace

Result<Workload> survey_workload(const Config& config, const Pipeline& pipeline, Files& files) {
  // A store that cannot be read is the store's finding; here it only leaves assumptions.
  const auto store = ReplyDatabase::open_to_read(config.run.store);
  Surveyor surveyor(config, pipeline, store ? store->get() : nullptr);
  if (auto begun = surveyor.begin(); !begun) return std::unexpected(begun.error());
  const auto index = index_dataset(config, pipeline, files,
                                   [&](const Sample& sample) { return surveyor.look_at(sample); });
  if (!index) return std::unexpected(index.error());
  return surveyor.workload(index->summary().samples);
}

}  // namespace judge
