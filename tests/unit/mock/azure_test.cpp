#include <doctest/doctest.h>

#include "unit/mock/asking.hpp"

using namespace judge;
using namespace judge::mock;
using namespace judge::mock::test;

namespace {

constexpr std::string_view kPath =
    "/openai/deployments/gpt%2Dx/chat/completions?api-version=2024-10-21";

Customer customer(const MockOptions& options = {}) {
  return Customer(kPath, {{"api-key", "k"}}, options);
}

Json request() {
  return {{"messages", Json::array({{{"role", "user"}, {"content", "Say something."}}})}};
}

}  // namespace

TEST_CASE("Azure: the deployment answers, with filters' verdicts") {
  auto one = customer({.rpm = 600});
  const auto said = one.ask(request());
  CHECK(said.status == 200);
  CHECK(said.body["model"] == "gpt-x");
  CHECK(said.body["choices"][0]["finish_reason"] == "stop");
  CHECK(said.body["choices"][0]["content_filter_results"]["hate"]["filtered"] == false);
  CHECK(said.body["prompt_filter_results"].size() == 1);
  CHECK_FALSE(said.header("apim-request-id").empty());
  CHECK(said.header("x-ratelimit-reset-requests") == "1");
}

TEST_CASE("Azure: without a version there is nothing, without the key nobody enters") {
  auto one = customer({.api_key = "k"});
  CHECK(one.ask(request()).status == 200);
  one.headers = {{"authorization", "Bearer k"}};
  CHECK(one.ask(request()).status == 200);
  one.headers = {{"api-key", "wrong"}};
  CHECK(one.ask(request()).body["error"]["code"] == "401");
  one.path = "/openai/deployments/gpt-x/chat/completions";
  CHECK(one.ask(request()).body["error"]["code"] == "404");
}

TEST_CASE("Azure: a 429 has its own code and whole seconds") {
  auto one = customer({.rpm = 60, .burst = 1});
  one.ask(request());
  const auto said = one.ask(request(), kStart + milliseconds(300));
  CHECK(said.status == 429);
  CHECK(said.body["error"]["code"] == "429");
  CHECK(said.header("retry-after") == "1");
  CHECK(said.header("retry-after-ms") == "700");
  CHECK(said.header("x-ratelimit-reset-requests") == "1");
}

TEST_CASE("Azure: arguments it does not know are refused") {
  auto one = customer();
  auto body = request();
  body["foo"] = 1;
  const auto said = one.ask(body);
  CHECK(said.status == 400);
  CHECK(said.body["error"]["message"] == "Unrecognized request argument supplied: foo");
  CHECK(one.ask("{").status == 400);
}

TEST_CASE("Azure: what is filtered ends so") {
  auto one = customer({.fail = "refusal=1"});
  const auto choice = one.ask(request()).body["choices"][0];
  CHECK(choice["finish_reason"] == "content_filter");
  CHECK(choice["message"]["content"] == "");
  CHECK(choice["content_filter_results"]["violence"]["filtered"] == true);
  auto empty = customer({.fail = "empty=1"});
  CHECK(empty.ask(request()).body["choices"].empty());
}
