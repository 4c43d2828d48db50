#include "mock/completion.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "mock/dialect.hpp"

using namespace judge;
using namespace judge::mock;

namespace {

std::string body(const std::string& further, const std::string& prompt = "Say something.") {
  return fmt::format(R"({{"model":"m","messages":[{{"role":"user","content":"{}"}}]{}}})", prompt,
                     further);
}

CompletionRequest read(const std::string& text) {
  auto request = openai_chat().read({.body = text}, "");
  if (!request) FAIL(request.error().message);
  return *request;
}

Refusal refusal(const std::string& text) {
  const auto request = openai_chat().read({.body = text}, "");
  REQUIRE_FALSE(request.has_value());
  CHECK(request.error().status == 400);
  return request.error();
}

Manner at(std::uint64_t occasion) {
  return {.temper = {.occasion = occasion}};
}

Json completion(const std::string& text, FaultKind fault = FaultKind::none) {
  const auto request = read(text);
  auto answer = make_answer(request, at(1), fault == FaultKind::unreadable);
  spoil(answer, fault);
  return Json::parse(openai_chat().body(request, answer, {255, 1'700'000'000}));
}

const std::string kScore =
    R"(,"response_format":{"type":"json_schema","json_schema":{"name":"v","schema":)"
    R"({"type":"object","properties":{"score":{"type":"integer","minimum":1,"maximum":5}}}}})";

}  // namespace

TEST_CASE("messages of strings and of parts make one prompt") {
  const auto request =
      read(R"({"model":"m","messages":[{"role":"system","content":"One"},)"
           R"({"role":"user","content":[{"type":"text","text":"Two"},{"type":"image_url"}]},)"
           R"({"role":"assistant","content":null}]})");
  CHECK(request.model == "m");
  CHECK(request.prompt == "One\n\nTwo");
}

TEST_CASE("what the assistant said is told apart from what it was asked") {
  const auto request =
      read(R"({"model":"m","messages":[{"role":"user","content":"One"},)"
           R"({"role":"assistant","content":"[[11]]"},{"role":"user","content":"Again"}]})");
  CHECK(request.prompt == "One\n\n[[11]]\n\nAgain");
  CHECK(request.asked() == "One\n\nAgain");
  CHECK(request.answered_before);
  CHECK_FALSE(read(body("")).answered_before);
}

TEST_CASE("a body that OpenAI would refuse is refused, naming the parameter") {
  const std::pair<std::string, const char*> cases[] = {
      {"", ""},
      {"{", ""},
      {"[]", ""},
      {"{\"model\":\"\xff\"}", ""},
      {R"({"messages":[]})", "model"},
      {R"({"model":"m"})", "messages"},
      {R"({"model":"m","messages":[]})", "messages"},
      {R"({"model":"m","messages":["x"]})", "messages"},
      {R"({"model":"m","messages":[{"content":"no role"}]})", "messages"},
      {R"({"model":"m","messages":[{"role":"user","content":7}]})", "messages"},
      {body(R"(,"n":2)"), "n"},
      {body(R"(,"n":"1")"), "n"},
      {body(R"(,"stream":true)"), "stream"},
      {body(R"(,"max_tokens":0)"), "max_tokens"},
      {body(R"(,"max_completion_tokens":1.5)"), "max_completion_tokens"},
      {body(R"(,"logprobs":1)"), "logprobs"},
      {body(R"(,"logprobs":true,"top_logprobs":21)"), "top_logprobs"},
      {body(R"(,"logprobs":true,"top_logprobs":-1)"), "top_logprobs"},
      {body(R"(,"top_logprobs":5)"), "top_logprobs"},
      {body(R"(,"response_format":{"type":"xml"})"), "response_format"},
      {body(R"(,"response_format":"json_object")"), "response_format"},
      {body(R"(,"response_format":{"type":"json_schema"})"), "response_format"},
      {body(R"(,"response_format":{"type":"json_schema","json_schema":[]})"), "response_format"},
  };
  for (const auto& [text, param] : cases) {
    CAPTURE(text);
    CHECK(refusal(text).param == param);
  }
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK(refusal(deep).message.contains("too deeply"));
  CHECK_NOTHROW(read(body(R"(,"n":1,"stream":false,"max_tokens":null)", std::string(500, '['))));
}

TEST_CASE("an answer has the shape of a chat completion") {
  const auto json = completion(body(kScore));
  CHECK(json["id"] == "chatcmpl-00000000000000ff");
  CHECK(json["object"] == "chat.completion");
  CHECK(json["created"] == 1'700'000'000);
  CHECK(json["model"] == "m");
  CHECK(json["system_fingerprint"].is_string());
  const auto& choice = json["choices"][0];
  CHECK(choice["finish_reason"] == "stop");
  CHECK(choice["message"]["role"] == "assistant");
  CHECK(choice["message"]["refusal"].is_null());
  const auto verdict = Json::parse(choice["message"]["content"].get<std::string>());
  CHECK(verdict["score"] >= 1);
  CHECK(verdict["score"] <= 5);
  CHECK(json["usage"]["prompt_tokens"] == 4);  // "Say something." is 14 bytes
  CHECK(json["usage"]["completion_tokens"] == 3);
  CHECK(json["usage"]["total_tokens"] == 7);
}

TEST_CASE("answers are the same for the same seed and prompt, and vary with the seed") {
  const auto request = read(body(""));
  CHECK(make_answer(request, at(1), false).content == make_answer(request, at(1), false).content);
  int different = 0;
  for (std::uint64_t seed = 2; seed < 12; ++seed)
    if (make_answer(request, at(seed), false).content != make_answer(request, at(1), false).content)
      ++different;
  CHECK(different > 5);
}

TEST_CASE("an answer longer than max_tokens is cut, and says so") {
  for (const char* key : {"max_tokens", "max_completion_tokens"}) {
    const auto json = completion(body(fmt::format(R"(,"{}":3)", key)));
    CHECK(json["choices"][0]["finish_reason"] == "length");
    CHECK(json["choices"][0]["message"]["content"].get<std::string>().size() == 12);
    CHECK(json["usage"]["completion_tokens"] == 3);
  }
  CHECK(completion(body(R"(,"max_tokens":1000)"))["choices"][0]["finish_reason"] == "stop");
}

TEST_CASE("each fault changes the body in its way") {
  CHECK(completion(body(""), FaultKind::empty)["choices"].empty());
  CHECK_FALSE(completion(body(""), FaultKind::nousage).contains("usage"));
  const auto refused = completion(body(""), FaultKind::refusal)["choices"][0]["message"];
  CHECK(refused["content"].is_null());
  CHECK(refused["refusal"].is_string());
  const auto cut = completion(body(""), FaultKind::length)["choices"][0];
  CHECK(cut["finish_reason"] == "length");
  CHECK(cut["message"]["content"] == "");
  const auto prose = completion(body(kScore), FaultKind::unreadable)["choices"][0]["message"];
  CHECK_FALSE(prose["content"].get<std::string>().contains("{"));
}

TEST_CASE("an error has the shape of OpenAI's") {
  const auto error =
      Json::parse(openai_chat().error({.message = "a \"b\"\n", .param = "n"}, {}).body)["error"];
  CHECK(error["message"] == "a \"b\"\n");
  CHECK(error["type"] == "invalid_request_error");
  CHECK(error["param"] == "n");
  CHECK(error["code"].is_null());
  CHECK(json_quoted("bad \xff byte").starts_with("\"bad "));
}
