#include "grade/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace judge {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> roles{"system", "developer", "user", "assistant"};

std::unexpected<Error> refuse(std::size_t index, std::string_view why) {
  return fail(Fault::dataset, fmt::format("messages[{}]: {}", index, why));
}

bool is_part(const json& part) {
  return part.is_object() && part.contains("type") && part["type"].is_string();
}

Result<> check_message(const json& value, std::size_t index) {
  if (!value.is_object()) return refuse(index, "must be an object with role and content");
  const auto role = value.find("role");
  if (role == value.end() || !role->is_string()) return refuse(index, "has no role");
  const auto& name = role->get_ref<const std::string&>();
  if (std::ranges::find(roles, name) == roles.end())
    return refuse(index, fmt::format("role \"{}\" is none of system, developer, user, assistant",
                                     printable(name, 40)));
  if (value.contains("tool_calls") || value.contains("function_call"))
    return refuse(index, "calls a tool, which this version cannot send");
  const auto content = value.find("content");
  if (content == value.end()) return refuse(index, "has no content");
  const bool parts =
      content->is_array() && !content->empty() && std::ranges::all_of(*content, is_part);
  if (!content->is_string() && !parts)
    return refuse(index, "content must be a string or a list of parts, each with a type");
  return {};
}

Result<std::optional<Template>> parse(const std::optional<PromptText>& text) {
  if (!text || text->text.empty()) return std::nullopt;
  auto parsed = Template::parse(*text);
  if (!parsed) return std::unexpected(parsed.error());
  return *std::move(parsed);
}

}  // namespace

Result<Prompts> parse_prompts(const std::optional<PromptText>& system, const PromptText& prompt) {
  Prompts prompts;
  auto first = parse(system);
  if (!first) return std::unexpected(first.error());
  prompts.system = *std::move(first);
  auto second = parse(prompt);
  if (!second) return std::unexpected(second.error());
  prompts.prompt = *std::move(second);
  return prompts;
}

Result<std::vector<Message>> render_messages(const std::optional<Template>& system,
                                             const std::optional<Template>& prompt,
                                             const json& fields) {
  std::vector<Message> messages;
  if (system) {
    auto text = system->render(fields);
    if (!text) return std::unexpected(text.error());
    messages.push_back({"system", *std::move(text)});
  }
  auto text = prompt ? prompt->render(fields) : Result<std::string>();
  if (!text) return std::unexpected(text.error());
  messages.push_back({"user", *std::move(text)});
  return messages;
}

Result<> check_prompts(const std::optional<Template>& system, const std::optional<Template>& prompt,
                       const json& fields) {
  for (const auto* text : {&system, &prompt}) {
    if (!*text) continue;
    if (auto ready = (*text)->check(fields); !ready) return ready;
  }
  return {};
}

Result<> check_messages(const json& fields) {
  const auto field = fields.find("messages");
  if (field == fields.end())
    return fail(Fault::dataset,
                "nothing to send: [generate] has no prompt and the sample has neither a field "
                "\"messages\" nor \"turns\". Write a prompt, or name the column in [dataset] "
                "fields = { messages = \"…\" }");
  if (!field->is_array() || field->empty())
    return fail(Fault::dataset, "messages: must be a list of at least one message");
  for (std::size_t i = 0; i < field->size(); ++i)
    if (auto fit = check_message((*field)[i], i); !fit) return fit;
  return {};
}

Result<> check_turns(const json& fields) {
  const auto& turns = fields.at("turns");
  if (!turns.is_array() || turns.empty() ||
      !std::ranges::all_of(turns, [](const json& turn) { return turn.is_string(); }))
    return fail(Fault::dataset, "turns: must be a list of at least one text");
  return {};
}

std::vector<Message> messages_of_turns(const json& fields, std::span<const std::string> answers) {
  std::vector<Message> messages;
  for (std::size_t i = 0; i <= answers.size(); ++i) {
    messages.push_back({"user", fields.at("turns").at(i)});
    if (i < answers.size()) messages.push_back({"assistant", answers[i]});
  }
  return messages;
}

Result<std::vector<Message>> messages_of(const json& fields) {
  if (auto fit = check_messages(fields); !fit) return std::unexpected(fit.error());
  std::vector<Message> messages;
  for (const auto& message : fields.at("messages"))
    messages.push_back({message.at("role"), message.at("content")});
  return messages;
}

}  // namespace judge
