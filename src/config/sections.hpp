// One reader a table of the file. Each reports into section.reading() and returns what it could
// read: the result counts only if no problem was reported.
#pragma once

#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/section.hpp"

namespace judge {

/// The file gives the run its default name, and the place of its results and store.
RunConfig read_run(Section& root);
DatasetConfig read_dataset(Section& root);
LimitsConfig read_limits(Section& root);

/// In the file's order. `names` receives those of the broken ones too.
std::vector<ModelConfig> read_models(Section& root, std::vector<std::string>& names);

/// `models`: what a stage may name.
std::optional<GenerateConfig> read_generate(Section& root, const std::vector<std::string>& models);
std::vector<JudgeConfig> read_judges(Section& root, const std::vector<std::string>& models);

// Parts of a model.
Concurrency read_concurrency(Section& model);
TimeoutConfig read_timeout(Section& model);
RetryConfig read_retry(Section& model);
/// Bytes.
std::optional<std::int64_t> read_max_response(Section& model);
std::optional<HedgeConfig> read_hedge(Section& model);
/// `own`: the model's name; `models`: all that there are.
FallbackConfig read_fallback(Section& model, const std::string& own,
                             const std::vector<std::string>& models);
Price read_price(Section& model);
MockConfig read_mock(Section& model, std::optional<Provider> provider);
nlohmann::json read_params(Section& model);
std::map<std::string, std::string> read_headers(Section& model);
/// Without the trailing slash; nullopt where absent or wrong.
std::optional<std::string> read_base_url(Section& model);

// Parts of a judge.
std::vector<Choice> read_choices(Section& judge);
void read_scale(Section& judge, JudgeConfig& config);
/// Votes, repair, logprobs, gate: how many verdicts are asked for, and when.
void read_panel(Section& judge, JudgeConfig& config);
/// `models`: which may be named as the other of a pair.
void read_pair(Section& judge, JudgeConfig& config, const std::vector<std::string>& models);
void read_rubric(Section& judge, JudgeConfig& config);
void read_schema(Section& judge, JudgeConfig& config);
/// A gate is a free scorer among the judges before this one.
void check_gate(const Section& judge, const JudgeConfig& config,
                const std::vector<JudgeConfig>& before);

/// The models a stage names: each one exists, and none comes twice.
std::vector<std::string> read_model_names(Section& stage, const std::vector<std::string>& known);

}  // namespace judge
