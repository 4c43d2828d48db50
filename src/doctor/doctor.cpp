#include "doctor/doctor.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

Finding dataset_fits(const Config& config, const Workload& work) {
  return {.subject = "dataset",
          .what = fmt::format("{}: {}, and all prompts can be made of each",
                              config.dataset.path.native(),
                              counted(work.samples, "sample", "samples"))};
}

/// Nothing of a dataset can be checked where the prompts cannot be parsed.
Findings check_dataset_and_space(const Config& config, Files& files, const FindPlace& find) {
  const auto pipeline = Pipeline::make(config, files);
  if (!pipeline) return {finding_of("prompts", pipeline.error())};
  const auto work = survey_workload(config, *pipeline, files);
  if (!work) return {finding_of("dataset", work.error())};
  Findings findings{dataset_fits(config, *work)};
  append(findings, check_space(config, *work, find));
  return findings;
}

}  // namespace

Findings check_machine(const Config& config, Files& files, const FindPlace& find,
                       std::uint64_t descriptors) {
  Findings findings;
  if (const auto priced = check_prices(config); !priced)
    findings.push_back(finding_of("limits.usd", priced.error()));
  append(findings, check_dataset_and_space(config, files, find));
  append(findings, check_results(config.run.output, files, find));
  append(findings, check_store(config.run.store, config.run.store_exclusive, files, find));
  findings.push_back(check_descriptors(config, descriptors));
  return findings;
}

}  // namespace judge
