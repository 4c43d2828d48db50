#include "model/openai.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace judge {
namespace {

using nlohmann::json;

json messages(const ChatRequest& request) {
  auto list = json::array();
  for (const auto& message : request.messages)
    list.push_back({{"role", message.role}, {"content", message.content}});
  return list;
}

/// Null where no form is asked for.
json response_format(const ChatRequest& request) {
  switch (request.format) {
    case ReplyFormat::json_schema:
      return {{"type", "json_schema"},
              {"json_schema",
               {{"name", request.schema_name}, {"schema", request.schema}, {"strict", true}}}};
    case ReplyFormat::json_object:
      return {{"type", "json_object"}};
    case ReplyFormat::text:
      break;
  }
  return nullptr;
}

/// A configured header takes the place of ours.
void add_default(std::vector<Header>& headers, const std::string& name, const std::string& value) {
  const auto same = [wanted = lower(name)](const Header& header) {
    return lower(header.first) == wanted;
  };
  if (std::ranges::none_of(headers, same)) headers.emplace_back(name, value);
}

}  // namespace

std::string OpenAiDialect::url(const ModelConfig& model) const {
  return model.base_url + "/chat/completions";
}

std::vector<Header> OpenAiDialect::headers(const ModelConfig& model, const Secret* key) const {
  std::vector<Header> headers(model.headers.begin(), model.headers.end());
  add_default(headers, "Content-Type", "application/json");
  add_default(headers, "User-Agent", "judge/" JUDGE_VERSION);
  if (key) add_default(headers, "Authorization", "Bearer " + key->reveal());
  return headers;
}

std::string OpenAiDialect::encode(const ModelConfig& model, const ChatRequest& request) const {
  json body = model.params.is_object() ? model.params : json::object();
  body["model"] = model.model;
  body["messages"] = messages(request);
  if (auto format = response_format(request); !format.is_null())
    body.emplace("response_format", std::move(format));  // one in params stays
  // An object's keys are sorted. Text that is not UTF-8 should not get here; if it does, it must
  // not stop the run.
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace judge
