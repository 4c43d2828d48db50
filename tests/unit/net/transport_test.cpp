#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstdlib>

#include "unit/net/client.hpp"
#include "unit/net/raw_server.hpp"

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

TEST_CASE("a POST arrives as it was written, and its reply comes back") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, response("429 Slow Down", "later", "X-Thing:  two words \r\n"));
  });
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(result);
  CHECK(result->status == 429);
  CHECK(result->body == "later");
  REQUIRE(result->header("x-thing"));
  CHECK(*result->header("x-thing") == "two words");
  CHECK(!result->header("X-Thing"));

  const auto sent = server.requests().at(0);
  CHECK(sent.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
  CHECK(sent.find("Authorization: Bearer sk-secret\r\n") != sent.npos);
  CHECK(sent.find("Content-Type: application/json\r\n") != sent.npos);
  CHECK(sent.ends_with("\r\n\r\n{\"q\":1}"));
}

TEST_CASE("a configured Content-Type replaces ours, and an empty header is sent empty") {
  RawServer server(answer);
  Client client;
  auto typed = endpoint(server.url());
  typed->headers = {{"content-type", "text/plain"}, {"x-empty", ""}};
  REQUIRE(client.send(request(typed)));
  const auto sent = server.requests().at(0);
  CHECK(sent.find("application/json") == sent.npos);
  CHECK(sent.find("content-type: text/plain\r\n") != sent.npos);
  CHECK(sent.find("x-empty:\r\n") != sent.npos);
}

TEST_CASE("a header with a line break is refused before anything is sent") {
  RawServer server(answer);
  Client client;
  auto forged = endpoint(server.url());
  forged->headers.emplace_back("x-tenant", "a\r\nx-admin: yes sk-other");
  const auto result = client.send(request(forged));
  REQUIRE(!result);
  CHECK(result.error().message.find("x-tenant") != std::string::npos);
  CHECK(result.error().message.find("sk-other") == std::string::npos);
  CHECK(server.connections() == 0);
}

TEST_CASE("a connection is used again, by requests of any endpoint on that server") {
  RawServer server(answer, "ok");
  Client client;
  const auto one = endpoint(server.url());
  const auto other = endpoint(server.url("/v2/chat/completions"));
  for (int i = 0; i < 3; ++i) {
    REQUIRE(client.send(request(one)));
    REQUIRE(client.send(request(other)));
  }
  CHECK(server.connections() == 1);
  CHECK(server.requests().size() == 6);
  CHECK(server.requests().at(5).starts_with("POST /v2/"));
}

TEST_CASE("a large body arrives whole, without waiting for 100 Continue") {
  RawServer server(answer, "ok");
  Client client;
  const std::string body(3 << 20, 'x');
  REQUIRE(client.send(request(endpoint(server.url()), body)));
  const auto sent = server.requests().at(0);
  CHECK(sent.ends_with(body));
  CHECK(sent.find("Expect") == sent.npos);
}

TEST_CASE("five hundred requests at once are all answered") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    for (;;) {
      const auto request = co_await me.read_request(socket);
      if (request.empty()) co_return;
      co_await pause(20);
      co_await write(socket, response("200 OK", request.substr(request.find("\r\n\r\n") + 4)));
    }
  });
  Client client(500);
  const auto shared = endpoint(server.url());
  for (int round = 0; round < 2; ++round) {
    std::vector<HttpRequest> requests;
    for (int i = 0; i < 500; ++i) requests.push_back(request(shared, std::to_string(i)));
    const auto results = client.send_all(std::move(requests));
    for (int i = 0; i < 500; ++i) {
      REQUIRE(results[i]);
      CHECK(results[i]->body == std::to_string(i));
    }
  }
  CHECK(server.connections() == 500);  // the second round opened none
}

TEST_CASE("the environment's proxy is used, and gets no key of a TLS server's") {
  RawServer proxy(answer, "by proxy");
  Client client;
  setenv("http_proxy", proxy.url("").c_str(), 1);
  setenv("https_proxy", proxy.url("").c_str(), 1);
  const auto plain = client.send("http://api.example.invalid/v1");
  REQUIRE(plain);
  CHECK(plain->body == "by proxy");
  CHECK(proxy.requests().at(0).starts_with("POST http://api.example.invalid/v1 HTTP/1.1\r\n"));

  CHECK(!client.send("https://api.example.invalid/v1"));  // the proxy speaks no TLS
  CHECK(proxy.requests().at(1).starts_with("CONNECT api.example.invalid:443 HTTP/1.1\r\n"));
  CHECK(proxy.requests().at(1).find("sk-secret") == std::string::npos);
}

TEST_CASE("no proxy is asked for a server on this machine") {
  RawServer proxy(answer, "by proxy");
  RawServer server(answer, "directly");
  Client client;
  setenv("http_proxy", proxy.url("").c_str(), 1);
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    const auto result = client.send("http://" + host + ":" + std::to_string(server.port()) + "/");
    REQUIRE(result);
    CHECK(result->body == "directly");
  }
}

TEST_CASE("abort ends what is in flight, and what comes later does not begin") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await pause(60'000);
  });
  Client client;
  asio::steady_timer timer(client.loop, std::chrono::milliseconds(50));
  timer.async_wait([&](auto) { client.stop.raise(StopLevel::abort); });
  const auto result = client.send(server.url());
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::cancelled);
  CHECK(result.error().request_sent);

  const auto later = client.send(server.url());
  REQUIRE(!later);
  CHECK(later.error().kind == Kind::cancelled);
  CHECK(!later.error().request_sent);
  CHECK(server.connections() == 1);
}

TEST_CASE("drain lets what is in flight end") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await pause(60);
    co_await write(socket, response("200 OK", "done"));
  });
  Client client;
  asio::steady_timer timer(client.loop, std::chrono::milliseconds(20));
  timer.async_wait([&](auto) { client.stop.raise(StopLevel::drain); });
  const auto result = client.send(server.url());
  REQUIRE(result);
  CHECK(result->body == "done");
}

TEST_CASE("a transport that goes away ends what is in flight as cancelled") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await pause(60'000);
  });
  Client client;
  asio::steady_timer timer(client.loop, std::chrono::milliseconds(50));
  timer.async_wait([&](auto) { client.transport.reset(); });
  const auto result = client.send(server.url());
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::cancelled);
}

TEST_CASE("a loop may be destroyed with requests in flight") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await pause(60'000);
  });
  const auto asked = request(endpoint(server.url()));
  Client client;
  asio::co_spawn(client.loop, client.transport->send(asked, client.stop), asio::detached);
  client.loop.run_for(std::chrono::milliseconds(30));
  CHECK(server.requests().size() == 1);
}

}  // namespace
}  // namespace judge::test
