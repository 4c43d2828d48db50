#include "mock/service.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

using namespace judge;
using namespace judge::mock;
using Ending = Turn::Ending;

namespace {

constexpr Time kStart{};

Service service_with(const MockOptions& options) {
  return Service(Settings::read(options).value(), kStart);
}

std::string body(int question = 0) {
  return fmt::format(R"({{"model":"m","messages":[{{"role":"user","content":"Question {}"}}]}})",
                     question);
}

Turn ask(Service& service, std::string_view text, Time now = kStart) {
  return service.handle({.method = "POST", .target = "/v1/chat/completions", .body = text}, now,
                        {});
}

Turn get(Service& service, std::string_view target, std::string_view method = "GET") {
  return service.handle({.method = method, .target = target}, kStart, {});
}

Json json(const Turn& turn) {
  return Json::parse(turn.reply.body);
}

}  // namespace

TEST_CASE("completions are answered below any prefix, and only to POST") {
  auto service = service_with({});
  for (const char* target :
       {"/v1/chat/completions", "/chat/completions", "/some/where/else/chat/completions?x=1"}) {
    const auto turn =
        service.handle({.method = "POST", .target = target, .body = body()}, kStart, {});
    CHECK(turn.reply.status == 200);
    CHECK(turn.answered.has_value());
    CHECK(turn.reply.headers.contains("x-request-id: "));
    CHECK(json(turn)["choices"].size() == 1);
  }
  const auto wrong = get(service, "/v1/chat/completions");
  CHECK(wrong.reply.status == 405);
  CHECK(wrong.reply.headers == "allow: POST\r\n");
  CHECK(get(service, "/stats", "POST").reply.status == 405);
  CHECK(get(service, "/stats/reset").reply.status == 405);
}

TEST_CASE("other paths are told as errors in JSON, models as a list") {
  auto service = service_with({});
  const auto missing = get(service, "/v1/complet\x1b[31mions");
  CHECK(missing.reply.status == 404);
  CHECK_FALSE(json(missing)["error"]["message"].get<std::string>().contains('\x1b'));
  CHECK(json(get(service, "/v1/models"))["data"][0]["id"] == "mock");
}

TEST_CASE("the same body gets the same answer, whenever it comes") {
  auto one = service_with({.seed = 4});
  auto two = service_with({.seed = 4});
  ask(two, body(7));
  CHECK(json(ask(one, body(1))) == json(ask(two, body(1))));
  CHECK(ask(one, body(1)).answered == ask(two, body(1)).answered);
  CHECK(ask(one, body(1)).answered != ask(one, body(2)).answered);
}

TEST_CASE("without the key that is set nobody gets in") {
  auto service = service_with({.api_key = "secret-key"});
  const auto with = [&](std::string_view authorization, std::string_view api_key) {
    return service
        .handle({.method = "POST",
                 .target = "/v1/chat/completions",
                 .headers =
                     [&](std::string_view name) {
                       return name == "authorization" ? authorization
                              : name == "api-key"     ? api_key
                                                      : "";
                     },
                 .body = body()},
                kStart, {})
        .reply.status;
  };
  CHECK(with("Bearer secret-key", "") == 200);
  CHECK(with("bearer secret-key ", "") == 200);
  CHECK(with("", "secret-key") == 200);
  CHECK(with("", "") == 401);
  CHECK(with("Bearer wrong", "wrong") == 401);
  CHECK(with("secret-key", "") == 401);
  CHECK(json(ask(service, body()))["error"]["code"] == "invalid_api_key");
  CHECK(get(service, "/v1/models").reply.status == 401);
  CHECK(get(service, "/stats").reply.status == 200);
}

TEST_CASE("beyond the burst comes 429 with the time to wait, at once, and the wait suffices") {
  auto service = service_with({.latency = "1s", .rpm = 60, .burst = 2});
  CHECK(ask(service, body()).delay == seconds(1));
  CHECK(ask(service, body()).reply.headers.contains("x-ratelimit-remaining-requests: 0\r\n"));
  const auto refused = ask(service, body(), kStart + milliseconds(400));
  CHECK(refused.reply.status == 429);
  CHECK(refused.delay == Duration::zero());
  CHECK(refused.reply.headers.starts_with("retry-after: 1\r\nretry-after-ms: 600\r\n"));
  CHECK(refused.reply.headers.contains("x-ratelimit-limit-requests: 60\r\n"));
  CHECK(json(refused)["error"]["code"] == "rate_limit_exceeded");
  CHECK(json(refused)["error"]["type"] == "requests");
  CHECK(ask(service, body(), kStart + seconds(1)).reply.status == 200);
  CHECK(Json::parse(service.counters().json())["rate_limited"] == 1);
}

TEST_CASE("token limits count what usage tells") {
  auto probe = service_with({});
  const auto used = json(ask(probe, body()))["usage"]["total_tokens"].get<double>();
  auto service = service_with({.tpm = 2.5 * used});
  CHECK(ask(service, body()).reply.status == 200);
  CHECK(ask(service, body()).reply.status == 200);
  const auto refused = ask(service, body());
  CHECK(refused.reply.status == 429);
  CHECK(json(refused)["error"]["type"] == "tokens");
  auto tiny = service_with({.tpm = used - 1});
  CHECK_FALSE(ask(tiny, body()).reply.headers.contains("retry-after"));
}

TEST_CASE("limits may be kept secret") {
  auto service = service_with({.rpm = 60, .headers = false});
  CHECK_FALSE(ask(service, body()).reply.headers.contains("x-ratelimit"));
  const auto refused = ask(service, body());
  CHECK(refused.reply.status == 429);
  CHECK_FALSE(refused.reply.headers.contains("x-ratelimit"));
  CHECK(refused.reply.headers.contains("retry-after"));
}

TEST_CASE("a response_format stronger than what the server takes is refused") {
  const auto status = [](const char* strongest, std::string_view type) {
    auto service = service_with({.response_format = strongest});
    const auto turn =
        ask(service,
            fmt::format(R"({{"model":"m","messages":[{{"role":"user","content":"Hi"}}],)"
                        R"("response_format":{{"type":"{}","json_schema":{{"schema":{{}}}}}}}})",
                        type));
    if (turn.reply.status == 400) {
      CHECK(json(turn)["error"]["param"] == "response_format");
      CHECK(json(turn)["error"]["code"] == "unsupported_parameter");
    }
    return turn.reply.status;
  };
  CHECK(status("json_object", "json_schema") == 400);
  CHECK(status("text", "json_schema") == 400);
  CHECK(status("text", "json_object") == 400);
  CHECK(status("json_object", "json_object") == 200);
  CHECK(status("text", "text") == 200);
}

TEST_CASE("every fault ends as its name says") {
  const auto turn = [](const char* fail) {
    auto service = service_with({.fail = fail});
    return ask(service, body());
  };
  for (const unsigned status : {400u, 401u, 402u, 403u, 404u, 408u, 429u, 500u, 502u, 503u, 529u}) {
    const auto faulty = turn(fmt::format("{}=1", status).c_str());
    CHECK(faulty.reply.status == status);
    CHECK(faulty.reply.headers.empty());
    CHECK(json(faulty)["error"]["message"].is_string());
    CHECK_FALSE(faulty.answered.has_value());
  }
  CHECK(json(turn("429=1"))["error"]["code"] == "rate_limit_exceeded");
  CHECK(turn("billing=1").reply.status == 429);
  CHECK(json(turn("billing=1"))["error"]["code"] == "insufficient_quota");
  CHECK(turn("reset=1").ending == Ending::reset);
  CHECK_FALSE(turn("reset=1").answered.has_value());
  for (const char* paid : {"refusal=1", "nousage=1", "unreadable=1"})
    CHECK(turn(paid).answered.has_value());
  for (const char* worthless : {"empty=1", "length=1", "garbage=1"}) {
    CHECK(turn(worthless).reply.status == 200);
    CHECK_FALSE(turn(worthless).answered.has_value());
  }
}

TEST_CASE("garbage is a web page and half a JSON in turn") {
  auto service = service_with({.fail = "garbage=1"});
  for (int round = 0; round < 2; ++round) {
    const auto page = ask(service, body());
    CHECK(page.reply.content_type == "text/html");
    const auto half = ask(service, body());
    CHECK(half.reply.content_type == "application/json");
    CHECK(half.reply.body.starts_with("{\"id\""));
    CHECK_FALSE(Json::accept(half.reply.body));
  }
}

TEST_CASE("some stalls come before the answer and some in its midst") {
  auto service = service_with({.fail = "stall=1"});
  int silent = 0;
  for (int i = 0; i < 100; ++i) {
    const auto ending = ask(service, body()).ending;
    CHECK((ending == Ending::stall || ending == Ending::freeze));
    if (ending == Ending::stall) ++silent;
  }
  CHECK(silent > 20);
  CHECK(silent < 80);
}

TEST_CASE("a refused request draws no fault, so that faults do not depend on the limits") {
  auto free = service_with({.fail = "500=0.5"});
  auto limited = service_with({.rpm = 1, .burst = 1, .fail = "500=0.5"});
  for (int i = 0; i < 20; ++i) {
    const Time now = kStart + std::chrono::minutes(i);
    CHECK(ask(limited, body(), now).reply.status == ask(free, body()).reply.status);
    CHECK(ask(limited, body(), now).reply.status == 429);
  }
}

TEST_CASE("counters tell what was answered, once and repeatedly, and start anew on request") {
  auto service = service_with({});
  auto& counters = service.counters();
  counters.connected();
  counters.connected();
  counters.disconnected();
  for (int i = 0; i < 3; ++i) counters.begin();
  counters.end();
  for (const std::uint64_t hash : {1, 2, 1, 1, 3}) {
    counters.sent(200);
    counters.answered(hash);
  }
  counters.sent(500);
  const auto stats = json(get(service, "/stats"));
  CHECK(stats["requests"] == 3);
  CHECK(stats["in_flight"] == 2);
  CHECK(stats["peak_in_flight"] == 3);
  CHECK(stats["connections"] == 1);
  CHECK(stats["peak_connections"] == 2);
  CHECK(stats["by_status"] == Json{{"200", 5}, {"500", 1}});
  CHECK(stats["answered"] == 5);
  CHECK(stats["unique_bodies"] == 3);
  CHECK(stats["repeated_bodies"] == 1);
  CHECK_FALSE(get(service, "/stats").counted);

  CHECK(get(service, "/stats/reset", "POST").reply.status == 200);
  const auto anew = json(get(service, "/stats"));
  CHECK(anew["requests"] == 0);
  CHECK(anew["in_flight"] == 2);
  CHECK(anew["peak_in_flight"] == 2);
  CHECK(anew["peak_connections"] == 1);
  CHECK(anew["unique_bodies"] == 0);
  CHECK(anew["by_status"].empty());
}

TEST_CASE("a reply is written with its length, and says when it is the last") {
  std::string out = "before";
  write_reply(out, {.status = 529, .headers = "a: b\r\n", .body = "{}"}, false);
  CHECK(out ==
        "beforeHTTP/1.1 529 Overloaded\r\ncontent-type: application/json\r\ncontent-length: 2\r\n"
        "a: b\r\nconnection: close\r\n\r\n{}");
}
