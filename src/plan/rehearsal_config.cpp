// The rehearsal's stages and models, and how a request among them is known again.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "plan/rehearsal_data.hpp"

namespace judge {
namespace {

constexpr std::string_view rehearsal_url = "http://rehearsal/";
constexpr std::string_view first_content = R"("messages":[{"content":")";

/// The real judge's part in the rehearsal. Its family is one that adds nothing to its prompt.
JudgeConfig rehearsed_judge(std::size_t number, const JudgePart& part, const ModelConfig& model) {
  JudgeConfig judge;
  judge.name = rehearsed_field(number);
  judge.models = {model.name};
  judge.prompt = {fmt::format("{{{{{}}}}} {{{{output}}}}", rehearsed_field(number)), "rehearsal"};
  judge.family = "mt-bench";
  const auto& against = part.judge->config().against;
  if (against.empty()) return judge;
  judge.method = Method::pairwise;
  judge.family = "mt-bench-pair";
  judge.swap = Swap::none;
  judge.against = against;
  return judge;
}

/// Where the real config has one, so that candidates are the same.
JudgeConfig free_judge() {
  JudgeConfig judge;
  judge.name = "free";
  judge.method = Method::exact;
  return judge;
}

void rehearse_model(ModelConfig& model, std::size_t number) {
  model.provider = Provider::openai;
  model.api = Api::chat;
  model.query.clear();
  model.base_url = fmt::format("{}{}", rehearsal_url, number);
  for (std::size_t i = 0; i < model.api_keys.size(); ++i)
    model.api_keys[i] = {Secret(fmt::format("rehearsal-key-{}", i)), "literal"};
  model.headers.clear();
  model.price = {};
  model.price_above.clear();
  model.fallback = {};  // nothing dies here
  // What `provider = "mock"` would hold against too fast a client is a limit like a stated one.
  if (!model.rpm) model.rpm = model.mock.rpm;
  if (!model.tpm) model.tpm = model.mock.tpm;
}

}  // namespace

std::string rehearsed_output(std::size_t number) {
  return fmt::format("c{}", number);
}

std::string rehearsed_field(std::size_t part) {
  return fmt::format("j{}", part);
}

Config rehearsal_config(const Config& config, const Survey& survey) {
  auto rehearsal = config;
  rehearsal.run.epochs = 1;
  rehearsal.run.order = Order::dataset;  // its prompts are not the real ones
  rehearsal.run.stop_when.reset();
  rehearsal.dataset = {};
  rehearsal.limits = {};
  for (std::size_t i = 0; i < rehearsal.models.size(); ++i) rehearse_model(rehearsal.models[i], i);
  if (rehearsal.generate) {
    rehearsal.generate->system.reset();
    rehearsal.generate->prompt = {};  // `turns` are what is said
  }
  rehearsal.judges.clear();
  for (std::size_t i = 0; i < survey.parts().size(); ++i)
    rehearsal.judges.push_back(
        rehearsed_judge(i, survey.parts()[i], *survey.rows()[survey.parts()[i].row].model));
  if (std::ranges::any_of(config.judges, [](const auto& j) { return !asks_model(j.method); }))
    rehearsal.judges.push_back(free_judge());
  return rehearsal;
}

std::size_t rehearsed_row(const Survey& survey, std::string_view url, std::string_view body) {
  const auto number_at = [](std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
  };
  const auto tag =
      body.substr(std::min(body.size(), body.find(first_content) + first_content.size()));
  if (tag.starts_with('j')) return survey.parts()[number_at(tag.substr(1))].row;
  const auto model = number_at(url.substr(std::min(url.size(), rehearsal_url.size())));
  for (std::size_t row = 0; row < survey.shape().writers; ++row)
    if (survey.model_number(row) == model) return row;
  return 0;
}

}  // namespace judge
