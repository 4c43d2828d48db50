#include <doctest/doctest.h>

#include <chrono>

#include "unit/net/client.hpp"
#include "unit/net/raw_server.hpp"

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

/// What comes back when the server's text is the answer, byte for byte, and then the end.
TransportError say_and_close(const std::string& bytes) {
  RawServer server(
      [](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
        co_await me.read_request(socket);
        co_await write(socket, me.text());
      },
      bytes);
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(!result);
  return result.error();
}

/// The same with a reset for the end, once the client has read all.
TransportError say_and_reset(const std::string& bytes) {
  RawServer server(
      [](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
        co_await me.read_request(socket);
        co_await write(socket, me.text());
        co_await pause(20);
        reset(socket);
      },
      bytes);
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(!result);
  return result.error();
}

/// Gives up after 200 ms.
TransportError time_out(RawServer::Script script) {
  RawServer server(script);
  Client client;
  auto hasty = endpoint(server.url());
  hasty->attempt_timeout = std::chrono::milliseconds(200);
  const auto start = std::chrono::steady_clock::now();
  const auto result = client.send(request(hasty));
  const auto took = std::chrono::steady_clock::now() - start;
  CHECK(took >= std::chrono::milliseconds(199));
  CHECK(took < std::chrono::milliseconds(1500));
  REQUIRE(!result);
  return result.error();
}

TEST_CASE("nobody listening is refused, and the request was not sent") {
  std::string url;
  {
    RawServer gone(answer);
    url = gone.url();
  }
  Client client;
  const auto result = client.send(url);
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::refused);
  CHECK(!result.error().request_sent);
  CHECK(result.error().message.find("127.0.0.1:") != std::string::npos);
  CHECK(result.error().message.find("sk-secret") == std::string::npos);
}

TEST_CASE("a name that does not resolve is a dns error") {
  Client client;
  // The label is longer than any may be, so that no resolver goes to the network for it.
  const auto result = client.send("http://" + std::string(70, 'a') + ".invalid/v1");
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::dns);
  CHECK(!result.error().request_sent);
}

TEST_CASE("a URL that is none, or not of http, is an error that shows it") {
  Client client;
  for (const std::string url : {"", "ftp://127.0.0.1/x", "file:///etc/passwd", "not a url"}) {
    const auto result = client.send(url);
    REQUIRE(!result);
    CHECK(result.error().kind == Kind::other);
    CHECK(result.error().message.find(url) != std::string::npos);
  }
}

TEST_CASE("a server that speaks no TLS is a tls error") {
  RawServer server([](tcp::socket socket, RawServer&) -> asio::awaitable<void> {
    co_await write(socket, "I do not speak TLS at all, and never shall.\r\n");
    co_await pause(1000);
  });
  Client client;
  const auto result = client.send("https://127.0.0.1:" + std::to_string(server.port()) + "/v1");
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::tls);
  CHECK(!result.error().request_sent);
}

TEST_CASE("a connection that ends before, inside or after the headers") {
  CHECK(say_and_close("").kind == Kind::reset);
  CHECK(say_and_reset("").kind == Kind::reset);
  CHECK(say_and_reset("HTTP/1.1 200 OK\r\nContent-Len").kind == Kind::reset);
  const auto inside = say_and_reset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choi");
  CHECK(inside.kind == Kind::reset);
  CHECK(inside.request_sent);
}

TEST_CASE("a reply shorter than announced is malformed") {
  const auto error = say_and_close("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choi");
  CHECK(error.kind == Kind::malformed);
  CHECK(error.request_sent);
  CHECK(say_and_close("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"ch").kind ==
        Kind::malformed);
}

TEST_CASE("what is not HTTP is malformed") {
  CHECK(say_and_close("SSH-2.0-OpenSSH_9.2\r\n").kind == Kind::malformed);
  CHECK(say_and_close("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n").kind ==
        Kind::malformed);
  CHECK(
      say_and_close("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nnot gz!")
          .kind == Kind::malformed);
}

TEST_CASE("a reply longer than announced is cut where it said it ends") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    while (!(co_await me.read_request(socket)).empty())
      co_await write(socket,
                     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 Forged\r\n");
  });
  Client client;
  for (int i = 0; i < 2; ++i) {
    const auto result = client.send(server.url());
    REQUIRE(result);
    CHECK(result->body == "ok");
  }
  CHECK(server.connections() == 2);  // what was left over answers nobody's request
}

TEST_CASE("a stalled server times out at the total deadline") {
  const auto error = time_out([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await pause(60'000);
  });
  CHECK(error.kind == Kind::timeout);
  CHECK(error.request_sent);
}

TEST_CASE("a byte now and then does not put the total deadline off") {
  const auto error = time_out([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    for (;;) {
      co_await write(socket, " ");
      co_await pause(20);
    }
  });
  CHECK(error.kind == Kind::timeout);
}

TEST_CASE("a server that never reads a large request times out at the total deadline") {
  RawServer server(
      [](tcp::socket, RawServer&) -> asio::awaitable<void> { co_await pause(60'000); });
  // The script's socket lives in its frame, open and unread.
  Client client;
  auto hasty = endpoint(server.url());
  hasty->attempt_timeout = std::chrono::milliseconds(200);
  const auto result = client.send(request(hasty, std::string(20 << 20, 'x')));
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::timeout);
}

TEST_CASE("an endless body is too large") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, "HTTP/1.1 200 OK\r\n\r\n");
    for (;;) co_await write(socket, std::string(64 << 10, 'x'));
  });
  Client client;
  auto small = endpoint(server.url());
  small->max_response = 1 << 20;
  const auto result = client.send(request(small));
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::too_large);
  CHECK(result.error().request_sent);
}

TEST_CASE("a body of exactly the allowed size is allowed") {
  RawServer server(answer, "12345678");
  Client client;
  auto small = endpoint(server.url());
  small->max_response = 8;
  CHECK(client.send(request(small)));
  auto smaller = endpoint(server.url());
  smaller->max_response = 7;
  CHECK(!client.send(request(smaller)));
}

TEST_CASE("endless headers, or endless interim responses, are too large") {
  const auto endless = [](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, "HTTP/1.1 200 OK\r\n");
    for (;;) co_await write(socket, "x-more: of the same, on and on and on\r\n");
  };
  const auto flood = [](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    for (;;) co_await write(socket, "HTTP/1.1 100 Continue\r\n\r\n");
  };
  for (const RawServer::Script script : {+endless, +flood}) {
    RawServer server(script);
    Client client;
    const auto result = client.send(server.url());
    REQUIRE(!result);
    CHECK(result.error().kind == Kind::too_large);
  }
}

TEST_CASE("a header line without an end is too large, and no lack of memory") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, "HTTP/1.1 200 OK\r\nx-long: ");
    for (;;) co_await write(socket, std::string(64 << 10, 'x'));
  });
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::too_large);
  CHECK(result.error().message.find("memory") == std::string::npos);
}

TEST_CASE("only the final response's headers are reported") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, "HTTP/1.1 100 Continue\r\nretry-after: 1\r\n\r\n");
    co_await write(socket, response("200 OK", "ok", "x-request-id: 7\r\n"));
  });
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(result);
  CHECK(!result->header("retry-after"));
  CHECK(result->header("x-request-id"));
}

TEST_CASE("a kept connection that the server closed meanwhile does not fail the next request") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, response("200 OK", "ok"));
  });
  Client client;
  for (int i = 0; i < 5; ++i) {
    const auto result = client.send(server.url());
    REQUIRE(result);
    CHECK(result->body == "ok");
  }
  CHECK(server.connections() == 5);
}

TEST_CASE("over connections that all break a request goes out twice, not six times") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await pause(50);  // so that each of the first requests has its own connection
    co_await write(socket, response("200 OK", "ok"));
    co_await me.read_request(socket);
  });
  Client client(4);
  for (const auto& result : client.send_all({4, request(endpoint(server.url()))})) REQUIRE(result);
  const auto result = client.send(server.url());
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::reset);
  CHECK(result.error().request_sent);
  CHECK(server.requests().size() == 4 + 2);
}

}  // namespace
}  // namespace judge::test
