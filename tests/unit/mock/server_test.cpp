// The mock over real loopback sockets.
#include "mock/server.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <deque>

#include "unit/mock/mock_client.hpp"

using namespace judge;
using judge::test::completion_request;
using judge::test::eventually;
using judge::test::MockClient;
using Json = nlohmann::json;

namespace {

constexpr std::string_view kPath = "/v1/chat/completions";

std::unique_ptr<MockServer> start(const MockOptions& options) {
  auto server = MockServer::start(options);
  if (!server) FAIL(server.error().message);
  return std::move(*server);
}

std::string body(int question = 0) {
  return fmt::format(R"({{"model":"m","messages":[{{"role":"user","content":"Question {}"}}]}})",
                     question);
}

}  // namespace

TEST_CASE("a completion with a schema is answered with a verdict that fits it") {
  const auto server = start({});
  CHECK(server->base_url() == fmt::format("http://127.0.0.1:{}/v1", server->port()));
  MockClient client(server->port());
  const auto reply = client.post(
      kPath,
      R"({"model":"m","messages":[{"role":"user","content":"Grade it."}],"response_format":)"
      R"({"type":"json_schema","json_schema":{"name":"v","schema":{"type":"object","properties":)"
      R"({"score":{"type":"integer","minimum":1,"maximum":5}}}}}})");
  CHECK(reply.result_int() == 200);
  CHECK(reply["content-type"] == "application/json");
  const auto content = Json::parse(reply.body())["choices"][0]["message"]["content"];
  const auto verdict = Json::parse(content.get<std::string>());
  CHECK(verdict["score"] >= 1);
  CHECK(verdict["score"] <= 5);
}

TEST_CASE("malformed JSON is 400 and leaves the connection usable") {
  const auto server = start({});
  MockClient client(server->port());
  const auto reply = client.post(kPath, "{");
  CHECK(reply.result_int() == 400);
  CHECK(Json::parse(reply.body())["error"]["type"] == "invalid_request_error");
  CHECK(client.post(kPath, body()).result_int() == 200);
}

TEST_CASE("beyond the burst come 429s with their headers, and /stats counts them") {
  const auto server = start({.rpm = 60, .burst = 3});
  MockClient client(server->port());
  for (int i = 0; i < 3; ++i) CHECK(client.post(kPath, body(i)).result_int() == 200);
  const auto refused = client.post(kPath, body(3));
  CHECK(refused.result_int() == 429);
  CHECK(refused["retry-after"] == "1");
  CHECK(refused["retry-after-ms"].size() > 0);
  CHECK(refused["x-ratelimit-limit-requests"] == "60");
  CHECK(refused["x-ratelimit-remaining-requests"] == "0");
  const auto stats = client.stats();
  CHECK(stats["requests"] == 4);
  CHECK(stats["by_status"] == Json{{"200", 3}, {"429", 1}});
  CHECK(stats["rate_limited"] == 1);
  CHECK(stats["unique_bodies"] == 3);
  CHECK(stats["repeated_bodies"] == 0);
  CHECK(stats["in_flight"] == 0);
  CHECK(stats["connections"] == 1);
}

TEST_CASE("pipelined requests are answered one by one and in order") {
  const auto server = start({.latency = "1ms"});
  MockClient client(server->port());
  std::string all;
  for (int i = 0; i < 50; ++i)
    all += completion_request(
        fmt::format(R"({{"model":"model-{}","messages":[{{"role":"user","content":"Hi"}}]}})", i));
  client.send(all);
  for (int i = 0; i < 50; ++i)
    CHECK(Json::parse(client.receive().body())["model"] == fmt::format("model-{}", i));
  CHECK(client.stats()["peak_in_flight"] == 1);
}

TEST_CASE("a request may come in pieces, chunks, or ask before it sends its body") {
  const auto server = start({});
  MockClient client(server->port());
  const std::string whole = completion_request(body());
  for (const std::size_t at : {1ul, 20ul, whole.size() - 1}) {
    client.send(whole.substr(0, at));
    client.send(whole.substr(at));
    CHECK(client.receive().result_int() == 200);
  }
  const std::string head = "POST /v1/chat/completions HTTP/1.1\r\nhost: mock\r\n";
  client.send(head + fmt::format("transfer-encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                                 body().size(), body()));
  CHECK(client.receive().result_int() == 200);
  client.send(head +
              fmt::format("expect: 100-continue\r\ncontent-length: {}\r\n\r\n", body().size()));
  CHECK(client.receive().result_int() == 100);
  client.send(body());
  CHECK(client.receive().result_int() == 200);
}

TEST_CASE("a body of megabytes is read, and what is too large or no HTTP is refused") {
  const auto server = start({});
  MockClient client(server->port());
  const std::string prompt(3 << 20, 'x');
  const auto reply = client.post(
      kPath,
      fmt::format(R"({{"model":"m","messages":[{{"role":"user","content":"{}"}}]}})", prompt));
  CHECK(Json::parse(reply.body())["usage"]["prompt_tokens"] == prompt.size() / 4);

  const auto answer = [&](std::string_view bytes) {
    MockClient other(server->port());
    other.send(bytes);
    const auto status = other.receive().result_int();
    CHECK(other.wait_for_end());
    return status;
  };
  CHECK(answer("POST / HTTP/1.1\r\ncontent-length: 999999999\r\n\r\n") == 413);
  CHECK(answer("nonsense\r\n\r\n") == 400);
  CHECK(answer("GET / HTTP/1.1\r\nx: " + std::string(70'000, 'x')) == 431);
  CHECK(answer("GET /v1/models HTTP/1.1\r\nconnection: close\r\n\r\n") == 200);
}

TEST_CASE("a reset is a reset, and is not counted as answered") {
  const auto server = start({.fail = "reset=1"});
  MockClient client(server->port());
  client.send(completion_request(body()));
  CHECK(client.wait_for_end() == boost::asio::error::connection_reset);
  const auto stats = MockClient(server->port()).stats();
  CHECK(stats["resets"] == 1);
  CHECK(stats["requests"] == 1);
  CHECK(stats["answered"] == 0);
  CHECK(stats["in_flight"] == 0);
}

TEST_CASE("a client that leaves is no longer in flight, in a delay or in a stall") {
  for (const MockOptions& options :
       {MockOptions{.latency = "1h"}, MockOptions{.fail = "stall=1"}}) {
    const auto server = start(options);
    {
      MockClient client(server->port());
      client.send(completion_request(body()));
      CHECK(eventually(server->port(), [](const Json& s) { return s["in_flight"] == 1; }));
    }
    CHECK(eventually(server->port(), [](const Json& s) { return s["in_flight"] == 0; }));
    CHECK(MockClient(server->port()).stats()["answered"] == 0);
  }
}

TEST_CASE("in_flight peaks at the number of requests that wait at once") {
  const auto server = start({.latency = "20ms"});
  std::deque<MockClient> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back(server->port());
  for (auto& client : clients) client.send(completion_request(body()));
  for (auto& client : clients) CHECK(client.receive().result_int() == 200);
  const auto stats = MockClient(server->port()).stats();
  CHECK(stats["peak_in_flight"] == 20);
  CHECK(stats["in_flight"] == 0);
  CHECK(stats["answered"] == 20);
  CHECK(stats["unique_bodies"] == 1);
  CHECK(stats["repeated_bodies"] == 1);
}

TEST_CASE("the server stops while stalled, delayed, idle and half-sent requests are open") {
  for (const MockOptions& options :
       {MockOptions{.fail = "stall=1"}, MockOptions{.latency = "1h"}}) {
    auto server = start(options);
    std::deque<MockClient> clients;
    for (int i = 0; i < 30; ++i) clients.emplace_back(server->port());
    for (int i = 0; i < 10; ++i)
      clients[static_cast<std::size_t>(i)].send(completion_request(body(i)));
    clients[10].send("POST /v1/chat");
    clients[11].send(completion_request(body()) + completion_request(body()));
    CHECK(eventually(server->port(), [](const Json& s) { return s["in_flight"] == 11; }));
    server.reset();
    for (auto& client : clients)
      while (!client.wait_for_end()) {
      }
  }
}

TEST_CASE("a taken port is refused with its number, and options that cannot be read by name") {
  const auto server = start({});
  const auto second = MockServer::start({.port = server->port()});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().fault == Fault::internal);
  CHECK(second.error().message.contains(std::to_string(server->port())));
  const auto wrong = MockServer::start({.fail = "oops=1"});
  REQUIRE_FALSE(wrong.has_value());
  CHECK(wrong.error().fault == Fault::usage);
}
