#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "sim/sim_provider.hpp"
#include "support/loop.hpp"

using namespace judge;
using namespace std::chrono_literals;

namespace {

struct Server {
  explicit Server(const SimBehaviour& behaviour)
      : provider(loop.executor(), loop.clock, behaviour), started(loop.clock.now()) {}

  TransportResult ask(const std::string& body, const std::string& key = "") {
    Endpoint endpoint{.url = "http://sim", .headers = {}, .ca_file = ""};
    if (!key.empty()) endpoint.headers = {{"Authorization", "Bearer " + key}};
    auto reply =
        loop.finish(provider.send({std::make_shared<const Endpoint>(endpoint), body}, stop));
    REQUIRE(reply);
    return std::move(*reply);
  }
  int status(const std::string& body, const std::string& key = "") {
    const auto reply = ask(body, key);
    return reply ? reply->status : 0;
  }
  Duration latency(const std::string& body, const std::string& key = "") {
    const auto before = loop.clock.now();
    REQUIRE(ask(body, key));
    return loop.clock.now() - before;
  }
  void wait_until(Duration since_start) { loop.advance(started + since_start - loop.clock.now()); }

  TestLoop loop;
  SimProvider provider;
  StopSignal stop;
  Time started;
};

std::string header(const TransportResult& reply, std::string_view name) {
  const auto* value = reply->header(name);
  return value ? *value : "(none)";
}

SimBehaviour prompt() {
  SimBehaviour b;
  b.latency = 0ms;
  b.latency_spread = 0ms;
  return b;
}

}  // namespace

TEST_CASE("half of the answers come within the median, and latencies spread as the lognormal's") {
  SimBehaviour b;
  b.latency = 1000ms;
  b.latency_spread = 0ms;
  b.latency_sigma = 0.5;
  Server server(b);
  std::vector<double> seconds;
  for (int i = 0; i < 2001; ++i)
    seconds.push_back(std::chrono::duration<double>(server.latency(fmt::format("{}", i))).count());
  std::ranges::sort(seconds);
  CHECK(seconds[1000] == doctest::Approx(1).epsilon(0.05));
  // One standard deviation below and above: the quantiles 0.1587 and 0.8413.
  CHECK(seconds[317] == doctest::Approx(std::exp(-0.5)).epsilon(0.07));
  CHECK(seconds[1683] == doctest::Approx(std::exp(0.5)).epsilon(0.07));
}

TEST_CASE("a longer answer takes longer, and a slow key's is slower") {
  SimBehaviour b;
  b.latency = 100ms;
  b.latency_spread = 0ms;
  b.per_output_token = 10ms;
  b.output_tokens = 30;
  b.slow_keys = {{"slow", 5}};
  Server server(b);
  CHECK(server.latency("a") == 400ms);
  CHECK(server.latency("a", "slow") == 800ms);
}

TEST_CASE("an answer that takes longer than the attempt may is none") {
  SimBehaviour b;
  b.latency = 3min;
  Server server(b);
  const auto late = server.ask("a");
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == TransportError::Kind::timeout);
  CHECK(late.error().request_sent);
  CHECK(server.loop.clock.now() == server.started + 120s);
  CHECK(server.provider.books().answered == 0);
}

TEST_CASE("a refusal may come sooner than an answer") {
  SimBehaviour b;
  b.latency_spread = 0ms;
  b.rpm = 1;
  b.refusal_latency = 20ms;
  Server server(b);
  CHECK(server.latency("a") == 300ms);
  CHECK(server.latency("b") == 20ms);
}

TEST_CASE("a 429 says how long to wait: after that the request is admitted, and not before") {
  auto b = prompt();
  b.rpm = 60;
  Server server(b);
  CHECK(server.status("a") == 200);
  server.wait_until(250ms);
  const auto refused = server.ask("b");
  CHECK(refused->status == 429);
  CHECK(header(refused, "retry-after-ms") == "750");
  server.wait_until(999ms);
  CHECK(server.status("b") == 429);
  server.wait_until(1000ms);
  CHECK(server.status("b") == 200);
  CHECK(server.provider.books().rate_limited == 2);
}

TEST_CASE("whole seconds are rounded up, and a taciturn server tells nothing") {
  auto b = prompt();
  b.rpm = 60;
  b.retry_after_in_seconds = true;
  Server server(b);
  server.ask("a");
  server.wait_until(250ms);
  CHECK(header(server.ask("b"), "retry-after") == "1");
  b.tells_retry_after = false;
  Server silent(b);
  silent.ask("a");
  const auto refused = silent.ask("b");
  CHECK(header(refused, "retry-after") == "(none)");
  CHECK(header(refused, "retry-after-ms") == "(none)");
  CHECK(header(refused, "x-ratelimit-limit-requests") == "(none)");
}

TEST_CASE("limit headers tell what is left and when it is full again, in Go's syntax or Azure's") {
  auto b = prompt();
  b.rpm = 60;
  b.burst = 100;
  b.tpm = 6000;
  b.limit_headers = LimitHeaders::openai;
  Server go(b);
  go.wait_until(1ms);
  for (int i = 0; i < 69; ++i) go.ask("warm");
  const auto reply = go.ask("a");
  CHECK(reply->status == 429);  // 50 requests of 120 tokens are a minute's worth
  CHECK(header(reply, "x-ratelimit-limit-requests") == "60");
  CHECK(header(reply, "x-ratelimit-remaining-requests") == "50");
  CHECK(header(reply, "x-ratelimit-reset-requests") == "50s");
  CHECK(header(reply, "x-ratelimit-limit-tokens") == "6000");
  CHECK(header(reply, "x-ratelimit-remaining-tokens") == "0");
  CHECK(header(reply, "x-ratelimit-reset-tokens") == "1m0s");
  CHECK(reply->body.find(R"("type":"tokens")") != std::string::npos);

  b.limit_headers = LimitHeaders::azure;
  Server azure(b);
  CHECK(header(azure.ask("a"), "x-ratelimit-reset-tokens") == "2");  // 1.2 s
}

TEST_CASE("keys are limited each for itself, by limits of their own where they have them") {
  auto b = prompt();
  b.rpm = 60;
  b.burst = 2;
  SimLimits larger;
  larger.rpm = 600;
  larger.burst = 5;
  b.limits_by_key = {{"large", larger}};
  Server server(b);
  const auto admitted = [&server](const std::string& key) {
    int count = 0;
    for (int i = 0; i < 10; ++i) count += server.status("a", key) == 200 ? 1 : 0;
    return count;
  };
  CHECK(admitted("one") == 2);
  CHECK(admitted("two") == 2);
  CHECK(admitted("large") == 5);
  const auto& books = server.provider.books();
  REQUIRE(books.keys.size() == 3);
  CHECK(books.keys[2].key == "large");
  CHECK(books.keys[2].requests == 10);
  CHECK(books.keys[2].answered == 5);
  CHECK(books.keys[2].rate_limited == 5);
}

TEST_CASE("an outage begins and ends when it should, and answers in its own way") {
  auto b = prompt();
  b.outages = {{10s, 20s, Outage::Kind::unavailable},
               {30s, 40s, Outage::Kind::refused},
               {50s, 60s, Outage::Kind::rate_limited}};
  Server server(b);
  server.wait_until(9999ms);
  CHECK(server.status("a") == 200);
  server.wait_until(10s);
  CHECK(server.status("a") == 503);
  server.wait_until(20s);
  CHECK(server.status("a") == 200);
  server.wait_until(35s);
  const auto refused = server.ask("a");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == TransportError::Kind::refused);
  CHECK_FALSE(refused.error().request_sent);
  server.wait_until(52s);
  const auto limited = server.ask("a");
  CHECK(limited->status == 429);
  CHECK(header(limited, "retry-after-ms") == "8000");
  server.wait_until(60s);
  CHECK(server.status("a") == 200);
}

TEST_CASE("a key's money ends at a moment or after a number of answers, others go on") {
  auto b = prompt();
  b.dies_at = {{"timed", 10s}};
  b.dies_after = {{"counted", 2}};
  b.unknown_keys = {"unknown"};
  Server server(b);
  CHECK(server.status("a", "timed") == 200);
  CHECK(server.status("a", "unknown") == 401);
  for (int i = 0; i < 2; ++i) CHECK(server.status("a", "counted") == 200);
  const auto broke = server.ask("a", "counted");
  CHECK(broke->status == 429);
  CHECK(broke->body.find("insufficient_quota") != std::string::npos);
  server.wait_until(10s);
  CHECK(server.status("a", "timed") == 429);
  CHECK(server.status("a", "other") == 200);
}

TEST_CASE("a filter refuses the same bodies each time, with a 400 or with an empty answer") {
  auto b = prompt();
  b.filtered = 0.5;
  b.declined = 0.5;
  Server server(b);
  int filtered = 0;
  int declined = 0;
  for (int i = 0; i < 200; ++i) {
    const auto body = fmt::format("{}", i);
    const auto reply = server.ask(body);
    const bool said = reply->body.find("content_filter") != std::string::npos;
    filtered += reply->status == 400 && said ? 1 : 0;
    declined += reply->status == 200 && said ? 1 : 0;
    CHECK(server.ask(body)->body == reply->body);
  }
  CHECK(filtered > 70);
  CHECK(filtered < 130);
  CHECK(declined > 30);
  CHECK(declined < 70);
}

TEST_CASE("the books hold each arrival with its time, key, sample and end") {
  SimBehaviour b;
  b.latency_spread = 0ms;
  Server server(b);
  server.ask("a", "one");
  server.ask("b", "two");
  server.ask("a", "two");
  const auto& arrivals = server.provider.books().arrivals;
  REQUIRE(arrivals.size() == 3);
  CHECK(arrivals[2].at == server.started + 600ms);
  CHECK(arrivals[2].ended == server.started + 900ms);
  CHECK(arrivals[2].key == 1);
  CHECK(arrivals[2].sample == 0);
  CHECK(arrivals[2].status == 200);
  CHECK(arrivals[2].counted);
  CHECK(arrivals[2].tokens == 120);

  b.keeps_books = false;
  Server frugal(b);
  frugal.ask("a");
  CHECK(frugal.provider.books().arrivals.empty());
  CHECK(frugal.provider.books().answers.empty());
  CHECK(frugal.provider.books().answered == 1);
}
