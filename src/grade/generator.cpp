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

std::size_t Generator::turns(const nlohmann::json& fields) const {
  if (prompt_ || fields.contains("messages") || !fields.contains("turns")) return 1;
  return fields.at("turns").size();
}

Result<> Generator::check(const nlohmann::json& fields) const {
  if (prompt_) return check_prompts(system_, prompt_, fields);
  const bool turns = !fields.contains("messages") && fields.contains("turns");
  auto fit = turns ? check_turns(fields) : check_messages(fields);
  return fit ? check_prompts(system_, std::nullopt, fields) : fit;
}

Result<std::vector<Message>> Generator::messages(const nlohmann::json& fields,
                                                 std::span<const std::string> answers) const {
  if (prompt_) return render_messages(system_, prompt_, fields);
  if (fields.contains("messages") || !fields.contains("turns")) return messages_of(fields);
  if (auto fit = check_turns(fields); !fit) return std::unexpected(fit.error());
  return messages_of_turns(fields, answers);
}

Result<ChatRequest> Generator::request(const nlohmann::json& fields,
                                       std::span<const std::string> answers) const {
  ChatRequest request;
  auto sent = messages(fields, answers);
  if (!sent) return std::unexpected(sent.error());
  request.messages = *std::move(sent);
  if (!prompt_ && system_) {
    auto text = system_->render(fields);
    if (!text) return std::unexpected(text.error());
    request.messages.insert(request.messages.begin(), {"system", *std::move(text)});
  }
  return request;
}

}  // namespace judge
