#include "model/openai.hpp"

#include "base/json_text.hpp"
#include "model/request_headers.hpp"
#include "model/url.hpp"

namespace judge {
namespace {

using nlohmann::json;

// Every object's keys are sorted.

void write_messages(JsonWriter& body, const ChatRequest& request) {
  body.key("messages");
  body.begin_array();
  for (const auto& message : request.messages) {
    body.begin_object();
    body.member("content", message.content);
    body.member("role", message.role);
    body.end_object();
  }
  body.end_array();
}

void write_schema(JsonWriter& body, const ChatRequest& request) {
  body.key("json_schema");
  body.begin_object();
  body.member("name", request.schema_name);
  body.key("schema");
  body.text(request.schema);
  body.member("strict", true);
  body.end_object();
}

/// Nothing where no form is asked for.
void write_response_format(JsonWriter& body, const ChatRequest& request) {
  if (request.format == ReplyFormat::text) return;
  const bool schema = request.format == ReplyFormat::json_schema;
  body.key("response_format");
  body.begin_object();
  if (schema) write_schema(body, request);
  body.member("type", schema ? "json_schema" : "json_object");
  body.end_object();
}

/// The model's params in their order, a few at a time.
class Params {
 public:
  explicit Params(const json& params)
      : members_(params.is_object() ? params.get_ref<const json::object_t&>() : none()),
        next_(members_.begin()) {}

  bool has(std::string_view key) const { return members_.find(key) != members_.end(); }

  void write_before(std::string_view key, JsonWriter& body) {
    for (; next_ != members_.end() && next_->first < key; ++next_) write_next(body);
  }
  /// Ours takes its place.
  void leave_out(std::string_view key) {
    if (next_ != members_.end() && next_->first == key) ++next_;
  }
  void write_rest(JsonWriter& body) {
    for (; next_ != members_.end(); ++next_) write_next(body);
  }

 private:
  static const json::object_t& none() {
    static const json::object_t empty;
    return empty;
  }
  void write_next(JsonWriter& body) const { body.member(next_->first, next_->second); }

  const json::object_t& members_;
  json::object_t::const_iterator next_;
};

/// Most often enough: escapes are few.
std::size_t expected_size(const ChatRequest& request) {
  std::size_t size = 512 + request.schema.size();
  for (const auto& message : request.messages)
    if (message.content.is_string()) {
      const auto text = message.content.get_ref<const std::string&>().size();
      size += text + text / 16;
    }
  return size;
}

}  // namespace

std::string OpenAiDialect::url(const ModelConfig& model) const {
  return url_with(model.base_url + "/chat/completions", model.query);
}

std::vector<Header> OpenAiDialect::headers(const ModelConfig& model, const Secret* key) const {
  if (!key) return request_headers(model, {});
  return request_headers(model, {{"Authorization", "Bearer " + key->reveal()}});
}

std::string OpenAiDialect::encode(const ModelConfig& model, const ChatRequest& request) const {
  std::string text;
  text.reserve(expected_size(request));
  JsonWriter body(text);
  Params params(model.params);
  body.begin_object();
  const bool logprobs = request.top_logprobs > 0 && !params.has("logprobs");
  params.write_before("logprobs", body);
  if (logprobs) body.member("logprobs", true);
  params.write_before("messages", body);
  params.leave_out("messages");
  write_messages(body, request);
  params.write_before("model", body);
  params.leave_out("model");
  body.member("model", model.model);
  params.write_before("response_format", body);
  if (!params.has("response_format")) write_response_format(body, request);
  params.write_before("top_logprobs", body);
  if (logprobs && !params.has("top_logprobs")) body.member("top_logprobs", request.top_logprobs);
  params.write_rest(body);
  body.end_object();
  return text;
}

}  // namespace judge
