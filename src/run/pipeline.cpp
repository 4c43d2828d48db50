#include "run/pipeline.hpp"

#include <fmt/format.h>

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

Result<> Pipeline::check(const Sample& sample) const {
  auto fields = sample.fields;
  if (generator_) {
    if (auto request = generator_->request(fields); !request)
      return std::unexpected(request.error());
    fields["output"] = "";
  } else if (auto output = check_output(sample); !output) {
    return output;
  }
  for (const auto& judge : judges_)
    if (auto request = judge.request(fields, ReplyFormat::json_schema); !request)
      return std::unexpected(request.error());
  return {};
}

}  // namespace judge
