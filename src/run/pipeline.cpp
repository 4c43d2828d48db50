#include "run/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace judge {
namespace {

Result<> check_output(const Sample& sample) {
  const auto output = sample.fields.find("output");
  if (output != sample.fields.end() && output->is_string()) return {};
  return fail(
      Fault::dataset,
      "there is no text to judge: the sample has no field \"output\". Name its column in [dataset] "
      "fields = { output = \"…\" }, or have a model write it with [generate]");
}

}  // namespace

Result<Pipeline> Pipeline::make(const Config& config) {
  Pipeline pipeline;
  if (config.generate) {
    auto generator = Generator::make(*config.generate);
    if (!generator) return std::unexpected(generator.error());
    pipeline.generator_ = std::move(*generator);
    pipeline.candidates_ = config.generate->models;
  } else {
    pipeline.candidates_ = {""};
  }
  for (const auto& judge_config : config.judges) {
    auto judge = Judge::make(judge_config);
    if (!judge) return std::unexpected(judge.error());
    pipeline.judges_.push_back(std::move(*judge));
  }
  return pipeline;
}

Result<ChatRequest> Pipeline::first_request(const Sample& sample) const {
  if (generator_) return generator_->request(sample.fields);
  const auto asking = std::ranges::find_if(
      judges_, [](const Judge& judge) { return asks_model(judge.config().method); });
  if (asking == judges_.end()) return ChatRequest{};
  return asking->request(sample.fields, ReplyFormat::json_schema);
}

Result<> Pipeline::check(const Sample& sample) const {
  if (generator_) {
    if (auto ready = generator_->check(sample.fields); !ready) return ready;
    auto fields = sample.fields;
    fields["output"] = "";
    return check_judges(fields);
  }
  if (auto output = check_output(sample); !output) return output;
  return check_judges(sample.fields);
}

Result<> Pipeline::check_judges(const nlohmann::json& fields) const {
  for (const auto& judge : judges_)
    if (auto ready = judge.check(fields); !ready) return ready;
  return {};
}

}  // namespace judge
