// What holds in every dialect: opinions, limits, faults and counters are the service's.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "unit/mock/asking.hpp"

using namespace judge;
using namespace judge::mock;
using namespace judge::mock::test;
using Ending = Turn::Ending;

namespace {

struct Tongue {
  std::string path;
  Headers headers;
  Json (*request)(const std::string& prompt);
  const char* text;  // where the answer's text stands
};

Json messages(const std::string& prompt) {
  return Json::array({{{"role", "user"}, {"content", prompt}}});
}

const Tongue kTongues[] = {
    {"/v1/chat/completions",
     {},
     [](const std::string& prompt) {
       return Json{{"model", "m"},
                   {"messages", messages(prompt)},
                   {"response_format",
                    {{"type", "json_schema"}, {"json_schema", {{"schema", score_schema()}}}}}};
     },
     "/choices/0/message/content"},
    {"/openai/deployments/m/chat/completions?api-version=1",
     {},
     [](const std::string& prompt) {
       return Json{{"messages", messages(prompt)},
                   {"response_format",
                    {{"type", "json_schema"}, {"json_schema", {{"schema", score_schema()}}}}}};
     },
     "/choices/0/message/content"},
    {"/v1/responses",
     {},
     [](const std::string& prompt) {
       return Json{{"model", "m"},
                   {"input", prompt},
                   {"text", {{"format", {{"type", "json_schema"}, {"schema", score_schema()}}}}}};
     },
     "/output/0/content/0/text"},
    {"/v1/messages",
     {{"anthropic-version", "2023-06-01"}},
     [](const std::string& prompt) {
       return Json{
           {"model", "m"},
           {"max_tokens", 900},
           {"messages", messages(prompt)},
           {"output_config", {{"format", {{"type", "json_schema"}, {"schema", score_schema()}}}}}};
     },
     "/content/0/text"},
    {"/v1beta/models/m:generateContent",
     {},
     [](const std::string& prompt) {
       return Json{
           {"contents", Json::array({{{"parts", Json::array({{{"text", prompt}}})}}})},
           {"generationConfig",
            {{"responseMimeType", "application/json"}, {"responseJsonSchema", score_schema()}}}};
     },
     "/candidates/0/content/parts/0/text"},
    {"/model/m/converse",
     {{"authorization", "AWS4-HMAC-SHA256 Credential=k/x"}},
     [](const std::string& prompt) {
       return Json{
           {"messages",
            Json::array({{{"role", "user"}, {"content", Json::array({{{"text", prompt}}})}}})},
           {"outputConfig",
            {{"textFormat",
              {{"type", "json_schema"},
               {"structure", {{"jsonSchema", {{"schema", score_schema().dump()}}}}}}}}}};
     },
     "/output/message/content/0/text"},
};

int score_of(const Tongue& tongue, int output) {
  Customer one(tongue.path, tongue.headers);
  const auto said = one.ask(tongue.request(score_question(output)));
  REQUIRE(said.status == 200);
  return score_in(said.body.at(Json::json_pointer(tongue.text)));
}

}  // namespace

TEST_CASE("the same outputs are thought of alike in every dialect") {
  for (int output = 0; output < 20; ++output) {
    const int first = score_of(kTongues[0], output);
    for (const Tongue& tongue : kTongues) {
      CAPTURE(tongue.path);
      CHECK(std::abs(score_of(tongue, output) - first) <= 1);
    }
  }
}

TEST_CASE("latency, limits and faults are the same in every dialect") {
  for (const Tongue& tongue : kTongues) {
    CAPTURE(tongue.path);
    const auto body = tongue.request("Say something.");
    Customer limited(tongue.path, tongue.headers, {.latency = "1s", .rpm = 60, .burst = 1});
    CHECK(limited.turn(body).delay == seconds(1));
    CHECK(limited.turn(body).reply.status == 429);
    CHECK(limited.turn(body, kStart + seconds(1)).reply.status == 200);
    CHECK(Json::parse(limited.service().counters().json())["rate_limited"] == 1);
    const auto turn = [&](const char* fail) {
      return Customer(tongue.path, tongue.headers, {.fail = fail}).turn(body);
    };
    CHECK(turn("reset=1").ending == Ending::reset);
    CHECK(turn("stall=1").ending != Ending::answer);
    CHECK(turn("garbage=1").reply.content_type == "text/html");
    CHECK_FALSE(turn("unreadable=1").reply.body.contains("score"));
    for (const unsigned status : {401u, 403u, 404u, 408u, 500u, 502u, 503u, 529u})
      CHECK(turn(fmt::format("{}=1", status).c_str()).reply.status == status);
    for (const char* worthless : {"empty=1", "length=1", "billing=1"})
      CHECK_FALSE(turn(worthless).answered.has_value());
    for (const char* paid : {"refusal=1", "nousage=1"}) CHECK(turn(paid).answered.has_value());
  }
}

TEST_CASE("every dialect is served at once, and counted together") {
  Customer one("", {}, {.rpm = 600, .burst = 6});
  std::size_t answered = 0;
  for (const Tongue& tongue : kTongues) {
    one.path = tongue.path;
    one.headers = tongue.headers;
    const auto turn = one.turn(tongue.request("Say something."));
    CHECK(turn.counted);
    answered += turn.answered.has_value();
  }
  CHECK(answered == std::size(kTongues));
  one.path = kTongues[0].path;
  CHECK(one.turn(kTongues[0].request("one more")).reply.status == 429);
}

TEST_CASE("only POST asks, in every dialect") {
  for (const Tongue& tongue : kTongues) {
    Customer one(tongue.path, tongue.headers);
    const auto turn = one.service().handle({.method = "GET", .target = tongue.path}, kStart, kWall);
    CHECK(turn.reply.status == 405);
    CHECK(turn.reply.headers.contains("allow: POST\r\n"));
  }
}

TEST_CASE("no JSON of any shape is too much for any dialect") {
  const Json values[] = {nullptr,
                         true,
                         7,
                         -1,
                         0.5,
                         "text",
                         Json::array(),
                         Json::object(),
                         Json::array({nullptr, 7, "x", Json::array(), Json::object()})};
  for (const Tongue& tongue : kTongues) {
    Customer one(tongue.path, tongue.headers);
    const auto whole = tongue.request("x").flatten();
    for (const auto& [place, old] : whole.items())
      for (const Json& value : values)
        for (auto at = Json::json_pointer(place); !at.empty(); at = at.parent_pointer()) {
          auto body = tongue.request("x");
          body[at] = value;
          const auto status = one.turn(body).reply.status;
          CHECK((status == 200 || status == 400));
        }
  }
}
