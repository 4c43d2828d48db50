// A request's body is its key in the store: what was stored by a version that built a DOM and
// dumped it must be found by one that writes the text itself.
#include <doctest/doctest.h>

#include "base/json_text.hpp"
#include "model/dialect.hpp"
#include "support/random_json.hpp"
#include "support/seeds.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

json response_format(const ChatRequest& request, const json& schema) {
  if (request.format == ReplyFormat::text) return nullptr;
  if (request.format == ReplyFormat::json_object) return {{"type", "json_object"}};
  return {{"type", "json_schema"},
          {"json_schema", {{"name", request.schema_name}, {"schema", schema}, {"strict", true}}}};
}

std::string by_dom(const ModelConfig& model, const ChatRequest& request, const json& schema) {
  auto messages = json::array();
  for (const auto& message : request.messages)
    messages.push_back({{"role", message.role}, {"content", message.content}});
  json body = model.params.is_object() ? model.params : json::object();
  body["model"] = model.model;
  body["messages"] = std::move(messages);
  if (auto format = response_format(request, schema); !format.is_null())
    body.emplace("response_format", std::move(format));
  return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

json random_params(Random& random) {
  if (random.below(10) == 0) return random_json(random, 0);
  constexpr std::array keys{"messages",        "message",     "messagez",   "model",
                            "modem",           "temperature", "a",          "",
                            "response_format", "response",    "responses_", "max_completion_tokens",
                            "z\xFF",           "Model",       "\xC3\xA9"};
  auto params = json::object();
  for (auto left = random.below(6); left > 0; --left)
    params[keys[random.below(keys.size())]] = random_json(random, 2);
  return params;
}

ChatRequest random_request(Random& random, json& schema) {
  ChatRequest request;
  constexpr std::array roles{"system", "developer", "user", "assistant", "\"odd\""};
  for (auto left = random.below(4); left > 0; --left) {
    const bool text = random.below(3) != 0;
    request.messages.push_back({roles[random.below(roles.size())],
                                text ? json(random_text(random, 40)) : random_json(random)});
  }
  request.format = static_cast<ReplyFormat>(random.below(3));
  request.schema_name = random_text(random, 2);
  schema = random_json(random);
  append_json(request.schema, schema);
  return request;
}

TEST_CASE("a body is the bytes that a DOM's dump would be") {
  for (const auto seed : seeds(5000)) {
    CAPTURE(seed);
    Random random(seed);
    ModelConfig model;
    model.model = random_text(random, 2);
    model.params = random_params(random);
    json schema;
    const auto request = random_request(random, schema);
    REQUIRE(make_dialect(Provider::openai)->encode(model, request) ==
            by_dom(model, request, schema));
  }
}

}  // namespace
}  // namespace judge::test
