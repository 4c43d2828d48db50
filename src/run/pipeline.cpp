#include "run/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "run/requests.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

bool has_text(const nlohmann::json& fields, std::string_view name) {
  const auto field = fields.find(name);
  return field != fields.end() && field->is_string();
}

Result<> check_output(const nlohmann::json& fields) {
  if (has_text(fields, "output")) return {};
  return fail(
      Fault::dataset,
      "there is no text to judge: the sample has no field \"output\". Name its column in [dataset] "
      "fields = { output = \"…\" }, or have a model write it with [generate]");
}

Result<> check_pair(const nlohmann::json& fields) {
  for (const auto* slot : {"a", "b"})
    if (!has_text(fields, slot))
      return fail(Fault::dataset,
                  fmt::format("a pair needs two texts: the sample has no field \"{}\". Name the "
                              "columns in [dataset] fields = {{ a = \"…\", b = \"…\" }}, or give "
                              "[judge] a baseline",
                              slot));
  return {};
}

Result<> check_turn(const JudgeConfig& judge, std::size_t turns) {
  if (judge.turn <= turns) return {};
  return fail(Fault::dataset, fmt::format("{}: judges turn {}, and the sample has {}", judge.name,
                                          judge.turn, turns));
}

}  // namespace

Result<> Pipeline::read_pairs(const Config& config, Files& files) {
  for (const auto& judge : config.judges) {
    if (judge.method != Method::pairwise) continue;
    has_pairs_ = true;
    against_ = judge.against;
    if (judge.baseline.empty() || baseline_) continue;
    auto baseline = Baseline::open(judge.baseline, files);
    if (!baseline) return std::unexpected(baseline.error());
    baseline_ = *std::move(baseline);
  }
  return {};
}

Result<Pipeline> Pipeline::make(const Config& config, Files& files) {
  Pipeline pipeline;
  if (config.generate) {
    auto generator = Generator::make(*config.generate);
    if (!generator) return std::unexpected(generator.error());
    pipeline.generator_ = std::move(*generator);
  }
  pipeline.candidates_ = candidates_of(config);
  pipeline.names_candidates_ = judge::names_candidates(config);
  for (const auto& judge_config : config.judges) {
    auto judge = Judge::make(judge_config);
    if (!judge) return std::unexpected(judge.error());
    pipeline.judges_.push_back(std::move(*judge));
  }
  if (auto pairs = pipeline.read_pairs(config, files); !pairs)
    return std::unexpected(pairs.error());
  pipeline.cluster_ = config.dataset.cluster;
  pipeline.shape_ = config_shape(config);
  if (pipeline.baseline_)
    pipeline.shape_ =
        Hasher().add(hex(pipeline.shape_)).add(hex(pipeline.baseline_->digest())).finish();
  return pipeline;
}

bool Pipeline::judges(const Judge& judge, std::size_t candidate) const {
  return judge.config().method != Method::pairwise || against_.empty() ||
         candidates_[candidate] != against_;
}

bool Pipeline::counts_other(std::size_t candidate) const {
  return candidate == 0 && std::ranges::find(candidates_, against_) == candidates_.end();
}

Result<ChatRequest> Pipeline::first_request(const Sample& sample) const {
  if (generator_) return generator_->request(sample.fields);
  const auto asking = std::ranges::find_if(
      judges_, [](const Judge& judge) { return asks_model(judge.config().method); });
  if (asking == judges_.end()) return ChatRequest{};
  const auto ask = asking->asks(false).front();
  if (!baseline_) return asking->request(sample.fields, ask, ReplyFormat::json_schema);
  auto fields = sample.fields;
  fields["a"] = fields["output"];
  fields["b"] = baseline_->output(sample.id).value_or("");
  return asking->request(fields, ask, ReplyFormat::json_schema);
}

Result<> Pipeline::check(const Sample& sample) const {
  if (cluster_ && !find_path(sample.fields, *cluster_))
    return fail(Fault::dataset, fmt::format("dataset.cluster: this row has no column \"{}\"",
                                            printable(*cluster_, 60)));
  const bool simple = !generator_ && !has_pairs_;
  if (simple) {
    if (auto output = check_output(sample.fields); !output) return output;
    return check_judges(sample.fields, 1);
  }
  auto fields = sample.fields;
  std::size_t turns = 1;
  if (generator_) {
    if (auto ready = generator_->check(sample.fields); !ready) return ready;
    turns = generator_->turns(sample.fields);
    for (const auto* name : {"output", "a", "b"}) fields[name] = "";
    if (turns > 1)
      for (const auto* name : {"input", "conversation", "conversation_a", "conversation_b"})
        fields[name] = "";
  } else if (baseline_) {
    if (auto output = check_output(fields); !output) return output;
    fields["a"] = fields["b"] = "";
  } else if (auto pair = check_pair(fields); !pair) {
    return pair;
  } else if (!fields.contains("output")) {
    fields["output"] = fields["a"];
  }
  return check_judges(fields, turns);
}

Result<> Pipeline::check_judges(const nlohmann::json& fields, std::size_t turns) const {
  for (const auto& judge : judges_) {
    if (auto fit = check_turn(judge.config(), turns); !fit) return fit;
    if (auto ready = judge.check(fields); !ready) return ready;
  }
  return {};
}

}  // namespace judge
