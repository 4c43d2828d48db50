#include "dataset/batch_line.hpp"

#include <optional>
#include <ranges>
#include <string>

namespace judge::rows {

namespace {

using nlohmann::json;

bool is_text_of(const json& object, const char* key, std::string_view text) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() &&
         found->get_ref<const std::string&>() == text;
}

// A string, or a list of parts of which only those of type "text" are text.
std::optional<std::string> text_of(const json& message) {
  const auto content = message.find("content");
  if (content == message.end()) return std::nullopt;
  if (content->is_string()) return content->get<std::string>();
  if (!content->is_array()) return std::nullopt;
  std::string text;
  for (const auto& part : *content) {
    if (!part.is_object() || !is_text_of(part, "type", "text")) continue;
    const auto found = part.find("text");
    if (found == part.end() || !found->is_string()) continue;
    if (!text.empty()) text += '\n';
    text += found->get_ref<const std::string&>();
  }
  return text;
}

std::optional<std::string> last_user_text(const json& messages) {
  for (const auto& message : std::views::reverse(messages))
    if (message.is_object() && is_text_of(message, "role", "user")) return text_of(message);
  return std::nullopt;
}

}  // namespace

bool is_batch_line(const json& row) {
  const auto body = row.find("body");
  if (!row.contains("custom_id") || body == row.end() || !body->is_object()) return false;
  const auto messages = body->find("messages");
  return messages != body->end() && messages->is_array();
}

void unfold_batch_line(json& row) {
  const auto& messages = row["body"]["messages"];
  if (auto input = last_user_text(messages); input && !row.contains("input"))
    row["input"] = std::move(*input);
  if (!row.contains("messages")) row["messages"] = messages;
}

}  // namespace judge::rows
