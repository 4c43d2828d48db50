#include "run/shape.hpp"

#include <fmt/format.h>

#include <bit>

#include "base/text.hpp"
#include "model/dialect.hpp"

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

/// How often it is asked for what, and how the answers become one verdict.
void add_asking(Hasher& hasher, const JudgeConfig& judge) {
  hasher.add(judge.family).add(judge.votes).add(judge.min_votes).add(judge.repair);
  hasher.add(judge.combine ? 1 + static_cast<std::uint64_t>(*judge.combine) : 0);
  hasher.add(std::uint64_t{judge.logprobs.wanted}).add(std::uint64_t{judge.logprobs.or_text});
  add(hasher, judge.logprobs.min_coverage);
  hasher.add(judge.logprobs.top).add(judge.gate).add(judge.turn).add(judge.human.value_or(""));
  hasher.add(static_cast<std::uint64_t>(judge.swap));
  hasher.add(static_cast<std::uint64_t>(judge.on_inconsistent));
  hasher.add(std::uint64_t{judge.ask_each}).add(judge.criteria.size()).add(judge.schema.dump());
  for (const auto& criterion : judge.criteria) {
    hasher.add(criterion.text);
    add(hasher, criterion.points);
  }
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
  add_asking(hasher, judge);
  if (!judge.against.empty()) add(hasher, config.model(judge.against));
  for (const auto& choice : judge.choices) {
    hasher.add(choice.label);
    add(hasher, choice.value);
  }
}

}  // namespace

std::string endpoint_identity(const ModelConfig& model) {
  if (model.provider == Provider::mock)
    return fmt::format("mock:{}:{}:{}", model.mock.seed, model.mock.position_bias,
                       model.mock.unreadable);
  // So it has always been: what is stored stays found.
  const bool plain = model.provider == Provider::openai && model.api == Api::chat;
  if (plain && model.query.empty() && model.unix_socket.empty()) return model.base_url;
  return model.unix_socket + make_dialect(model)->url(model);
}

Digest request_key(const ModelConfig& model, const std::string& body, std::uint32_t epoch,
                   std::uint32_t vote) {
  Hasher hasher;
  hasher.add(endpoint_identity(model)).add(model.model).add(body).add(epoch);
  if (vote > 0) hasher.add(vote);
  return hasher.finish();
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
  hasher.add(config.dataset.cluster.value_or(""));
  return hasher.finish();
}

std::string line_fingerprint(const Digest& shape, std::uint64_t sample_digest, std::uint32_t epoch,
                             std::size_t candidate) {
  return hex(Hasher().add(hex(shape)).add(sample_digest).add(epoch).add(candidate).finish(), 8);
}

}  // namespace judge
