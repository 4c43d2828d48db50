#include <doctest/doctest.h>

#include "grade/judge.hpp"

using namespace judge;
using nlohmann::json;

namespace {

Result<ChatRequest> request_of(const GenerateConfig& config, const json& fields) {
  const auto generator = Generator::make(config);
  REQUIRE(generator);
  auto request = generator->request(fields);
  const auto checked = generator->check(fields);
  REQUIRE(checked.has_value() == request.has_value());
  if (!request) CHECK(checked.error().message == request.error().message);
  return request;
}

GenerateConfig with_prompt(std::string prompt, std::optional<std::string> system = {}) {
  GenerateConfig config;
  config.prompt = {std::move(prompt), "inline"};
  if (system) config.system = PromptText{*system, "inline"};
  return config;
}

void check_refused(const json& messages, std::string_view why) {
  CAPTURE(messages);
  const auto request = request_of(with_prompt(""), {{"messages", messages}});
  REQUIRE_FALSE(request);
  CHECK(request.error().fault == Fault::dataset);
  CHECK(request.error().message.contains(why));
}

}  // namespace

TEST_CASE("the prompt is the user's message, after the system's") {
  const auto request = request_of(with_prompt("Answer {{input}}", "Be brief."), {{"input", "2+2"}});
  REQUIRE(request);
  REQUIRE(request->messages.size() == 2);
  CHECK(request->messages[0].content == "Be brief.");
  CHECK(request->messages[1].role == "user");
  CHECK(request->messages[1].content == "Answer 2+2");
  CHECK(request->format == ReplyFormat::text);
}

TEST_CASE("without a prompt the sample's messages are sent as they are") {
  const auto parts = json::array({{{"type", "text"}, {"text", "And {{this}}?"}}});
  const json fields{{"messages",
                     {{{"role", "user"}, {"content", "2+2?"}},
                      {{"role", "assistant"}, {"content", "4"}},
                      {{"role", "user"}, {"content", parts}}}}};
  auto request = request_of(with_prompt(""), fields);
  REQUIRE(request);
  REQUIRE(request->messages.size() == 3);
  CHECK(request->messages[1].role == "assistant");
  CHECK(request->messages[2].content == parts);
  request = request_of(with_prompt("", "Be brief."), fields);
  REQUIRE(request);
  REQUIRE(request->messages.size() == 4);
  CHECK(request->messages[0].role == "system");
}

TEST_CASE("a prompt is used even where the sample has messages") {
  const auto request = request_of(with_prompt("Hello"), {{"messages", "not looked at"}});
  REQUIRE(request);
  CHECK(request->messages.size() == 1);
}

TEST_CASE("messages that cannot be sent are refused with their place") {
  check_refused("hello", "list");
  check_refused(json::array(), "list");
  check_refused(json::array({"hello"}), "messages[0]");
  check_refused({{{"content", "a"}}}, "role");
  check_refused({{{"role", "user"}, {"content", "a"}}, {{"role", "bot"}, {"content", "a"}}},
                "messages[1]: role \"bot\"");
  check_refused({{{"role", "tool"}, {"content", "a"}}}, "tool");
  check_refused({{{"role", "user"}}}, "content");
  check_refused({{{"role", "user"}, {"content", nullptr}}}, "content");
  check_refused({{{"role", "user"}, {"content", json::array()}}}, "content");
  check_refused({{{"role", "user"}, {"content", {"text"}}}}, "content");
  check_refused({{{"role", "assistant"}, {"content", "a"}, {"tool_calls", json::array()}}}, "tool");
}

TEST_CASE("with neither prompt nor messages there is nothing to send") {
  const auto request = request_of(with_prompt(""), {{"input", "2+2"}});
  REQUIRE_FALSE(request);
  CHECK(request.error().message.contains("messages"));
}

TEST_CASE("a prompt or system text that names what a sample lacks is refused") {
  CHECK_FALSE(request_of(with_prompt("a", "{{tone}}"), {{"input", "2+2"}}));
  CHECK_FALSE(request_of(with_prompt("", "{{tone}}"),
                         {{"messages", {{{"role", "user"}, {"content", "a"}}}}}));
  const auto request = request_of(with_prompt("{{question}}"), {{"input", "2+2"}});
  REQUIRE_FALSE(request);
  CHECK(request.error().fault == Fault::dataset);
}
