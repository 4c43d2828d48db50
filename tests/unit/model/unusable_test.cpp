#include <doctest/doctest.h>

#include <algorithm>

#include "unit/model/exchange.hpp"

namespace judge::test {
namespace {

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (std::size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST_CASE("a 200 without an answer is transient, perhaps billed, and never a success") {
  struct Row {
    const char* body;
    const char* code;
  };
  for (
      const auto& [body, code] : std::initializer_list<Row>{
          {"", "not_json"},
          {"   \n", "not_json"},
          {"OK", "not_json"},
          {R"({"choices":[{"message":{"content":"7")", "not_json"},
          {R"({"choices":[]} trailing)", "not_json"},
          {"<!DOCTYPE html><html><body>Welcome to nginx!</body></html>", "html_page"},
          {"\n <html><head><title>Just a moment...</title>", "html_page"},
          {"{}", "no_choices"},
          {"null", "no_choices"},
          {"[]", "no_choices"},
          {"\"text\"", "no_choices"},
          {R"({"choices":null})", "no_choices"},
          {R"({"choices":{}})", "no_choices"},
          {R"({"choices":[]})", "empty_choices"},
          {R"({"choices":[null]})", "null_content"},
          {R"({"choices":["x"]})", "null_content"},
          {R"({"choices":[{}]})", "null_content"},
          {R"({"choices":[{"message":null}]})", "null_content"},
          {R"({"choices":[{"message":{}}]})", "null_content"},
          {R"({"choices":[{"message":{"content":null},"finish_reason":"stop"}]})", "null_content"},
          {R"({"choices":[{"message":{"content":7}}]})", "null_content"},
          {R"({"choices":[{"message":{"content":{"a":1}}}]})", "null_content"},
          {R"({"choices":[{"message":{"content":[]}}]})", "null_content"},
          {R"({"choices":[{"message":{"content":null,"tool_calls":[{}]},"finish_reason":"tool_calls"}]})",
           "null_content"},
          {R"({"choices":[{"message":{"content":"7"},"finish_reason":"error"}]})", "finish_error"},
      }) {
    CAPTURE(body);
    const auto error = error_of(200, body);
    CHECK(error.error_class == ErrorClass::transient);
    CHECK(error.code == code);
    CHECK(error.possibly_billed);
    CHECK(!error.message.empty());
  }
}

TEST_CASE("nesting that would need a stack as deep is refused") {
  constexpr std::size_t deep = 100'000;
  for (const auto& body :
       {nested(deep, "[", "]"), nested(deep, "{\"a\":", "}"),
        completion("{\"content\":" + nested(deep, "[", "]") + "}"), std::string(deep, '['),
        completion(R"({"content":"7"})", "stop", ",\"usage\":" + nested(deep, "{\"a\":", "}"))})
    CHECK(error_of(200, body).code == "too_deep");
  CHECK(error_of(500, nested(deep, "[", "]")).code == "http_500");
}

TEST_CASE("brackets in text are no nesting") {
  const auto text = R"(\"[\\)" + std::string(100'000, '[');
  CHECK(answer_of(completion("{\"content\":\"" + text + "\"}")).text.size() == 100'003);
}

TEST_CASE("a reply cut at any byte is an error or the answer, and never a crash") {
  const auto whole = completion(R"({"content":"sc\u00f6re: \ud83d\ude00 7","refusal":null})",
                                "stop", R"(,"usage":{"prompt_tokens":5,"completion_tokens":1})");
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK(error_of(200, whole.substr(0, length)).code == "not_json");
}

TEST_CASE("any byte of a reply may be any other") {
  const auto whole = completion(R"({"content":"sc\u00f6re \ud83d\ude00"})", "stop",
                                R"(,"usage":{"prompt_tokens":5,"completion_tokens":1})");
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const char byte : {'\0', '"', '\\', '{', ']', '\x80', '\xff', 'u', '-', '9'}) {
      auto damaged = whole;
      damaged[i] = byte;
      const auto decoded = decode(reply(200, damaged));
      if (decoded) CHECK_NOTHROW(static_cast<void>(nlohmann::json(decoded->text).dump()));
    }
}

TEST_CASE("a stream that was not asked for is a matter of the config") {
  const auto error =
      error_of(reply(200, "data: {\"choices\":[]}\n\n", {{"content-type", "text/event-stream"}}));
  CHECK(error.error_class == ErrorClass::config);
  CHECK(error.message.find("stream") != std::string::npos);
}

TEST_CASE("a finish reason is not a place to put a novel") {
  CHECK(
      answer_of(completion(R"({"content":"7"})", std::string(100'000, 'x'))).finish_reason.size() ==
      64);
}

}  // namespace
}  // namespace judge::test
