#include "run/shape.hpp"

#include <bit>

#include "base/text.hpp"

namespace judge {
namespace {

void add(Hasher& hasher, const ModelConfig& model) {
  hasher.add(endpoint_identity(model)).add(model.model).add(model.params.dump());
}

void add(Hasher& hasher, const std::optional<PromptText>& prompt) {
  hasher.add(prompt ? "1" + prompt->text : "0");
}

void add(Hasher& hasher, double number) {
  hasher.add(std::bit_cast<std::uint64_t>(number));
}

void add(Hasher& hasher, const Config& config, const JudgeConfig& judge) {
  hasher.add(judge.name).add(static_cast<std::uint64_t>(judge.method));
  for (const auto& model : judge.models) add(hasher, config.model(model));
  add(hasher, judge.system);
  hasher.add(judge.prompt.text).add(judge.conflict).add(judge.pattern).add(judge.format);
  add(hasher, judge.scale_min);
  add(hasher, judge.scale_max);
  add(hasher, judge.tolerance);
  hasher.add(std::uint64_t{judge.ignore_case}).add(judge.choices.size());
  for (const auto& choice : judge.choices) {
    hasher.add(choice.label);
    add(hasher, choice.value);
  }
}

}  // namespace

std::string endpoint_identity(const ModelConfig& model) {
  if (model.provider == Provider::mock) return "mock:" + std::to_string(model.mock.seed);
  return model.base_url;
}

Digest request_key(const ModelConfig& model, const std::string& body, std::uint32_t epoch) {
  return Hasher().add(endpoint_identity(model)).add(model.model).add(body).add(epoch).finish();
}

Digest config_shape(const Config& config) {
  Hasher hasher;
  if (config.generate) {
    for (const auto& model : config.generate->models)
      add(hasher.add("generate"), config.model(model));
    add(hasher, config.generate->system);
    hasher.add(config.generate->prompt.text);
  }
  for (const auto& judge : config.judges) add(hasher, config, judge);
  return hasher.finish();
}

std::string line_fingerprint(const Digest& shape, std::uint64_t sample_digest, std::uint32_t epoch,
                             std::size_t candidate) {
  return hex(Hasher().add(hex(shape)).add(sample_digest).add(epoch).add(candidate).finish(), 8);
}

}  // namespace judge
