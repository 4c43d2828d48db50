#include "grade/judge.hpp"
#include "grade/messages.hpp"

namespace judge {

Result<Generator> Generator::make(const GenerateConfig& config) {
  auto prompts = parse_prompts(config.system, config.prompt);
  if (!prompts) return std::unexpected(prompts.error());
  Generator generator;
  generator.system_ = std::move(prompts->system);
  generator.prompt_ = std::move(prompts->prompt);
  return generator;
}

Result<> Generator::check(const nlohmann::json& fields) const {
  if (prompt_) return check_prompts(system_, prompt_, fields);
  auto fit = check_messages(fields);
  return fit ? check_prompts(system_, std::nullopt, fields) : fit;
}

Result<ChatRequest> Generator::request(const nlohmann::json& fields) const {
  ChatRequest request;
  auto messages = prompt_ ? render_messages(system_, prompt_, fields) : messages_of(fields);
  if (!messages) return std::unexpected(messages.error());
  request.messages = *std::move(messages);
  if (!prompt_ && system_) {
    auto text = system_->render(fields);
    if (!text) return std::unexpected(text.error());
    request.messages.insert(request.messages.begin(), {"system", *std::move(text)});
  }
  return request;
}

}  // namespace judge
