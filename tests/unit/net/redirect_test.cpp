#include <doctest/doctest.h>

#include "unit/net/client.hpp"
#include "unit/net/raw_server.hpp"

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

/// Answers with the server's text: a status, a space, and where to redirect to.
asio::awaitable<void> redirect(tcp::socket socket, RawServer& me) {
  const auto space = me.text().find(' ');
  while (!(co_await me.read_request(socket)).empty())
    co_await write(socket, response(me.text().substr(0, space) + " Moved", "",
                                    "Location: " + me.text().substr(space + 1) + "\r\n"));
}

TransportResult redirected(const std::string& status_and_target) {
  RawServer server(redirect, status_and_target);
  Client client;
  return client.send(server.url());
}

TEST_CASE("no header reaches another host, port or scheme, whatever the status") {
  RawServer other(answer, "stolen");
  const auto port = std::to_string(other.port());
  for (const std::string status : {"301", "302", "303", "307", "308"})
    for (const auto& target :
         {other.url(), "http://localhost:" + port + "/", "//127.0.0.1:" + port + "/x",
          "https://127.0.0.1:" + port + "/", std::string("file:///etc/passwd")}) {
      CAPTURE(status);
      CAPTURE(target);
      const auto result = redirected(status + " " + target);
      REQUIRE(!result);
      CHECK(result.error().kind == Kind::redirect);
      CHECK(result.error().message.find("base_url") != std::string::npos);
      CHECK(result.error().message.find("sk-secret") == std::string::npos);
    }
  CHECK(other.connections() == 0);
}

TEST_CASE("a redirect to a user name at the same host is not followed") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    const auto target = "http://user:pass@127.0.0.1:" + std::to_string(me.port()) + "/";
    co_await write(socket, response("307 Moved", "", "Location: " + target + "\r\n"));
  });
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::redirect);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("307 and 308 on the same server are followed with body and headers") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    for (;;) {
      const auto request = co_await me.read_request(socket);
      if (request.empty()) co_return;
      if (request.starts_with("POST /v1/"))
        co_await write(socket, response("307 Moved", "first", "Location: /v2/chat\r\n"));
      else if (request.starts_with("POST /v2/"))
        co_await write(socket, response("308 Moved", "second", "x-old: 1\r\nLocation: ../v3\r\n"));
      else
        co_await write(socket, response("200 OK", "arrived"));
    }
  });
  Client client;
  const auto same = endpoint(server.url());
  for (int i = 0; i < 2; ++i) {  // the handle used again starts from the first URL again
    const auto result = client.send(request(same));
    REQUIRE(result);
    CHECK(result->status == 200);
    CHECK(result->body == "arrived");
    CHECK(!result->header("x-old"));
  }
  REQUIRE(server.requests().size() == 6);
  for (const auto& sent : server.requests()) {
    CHECK(sent.find("api-key: sk-secret\r\n") != sent.npos);
    CHECK(sent.ends_with("{\"q\":1}"));
  }
}

TEST_CASE("a POST is not turned into a GET by 301, 302 or 303") {
  for (const std::string status : {"301", "302", "303"}) {
    const auto result = redirected(status + " /elsewhere");
    REQUIRE(!result);
    CHECK(result.error().kind == Kind::redirect);
    CHECK(result.error().message.find("POST") != std::string::npos);
  }
}

TEST_CASE("a redirect loop ends after five") {
  RawServer server(redirect, "307 /again");
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(!result);
  CHECK(result.error().kind == Kind::redirect);
  CHECK(server.requests().size() == 6);
}

TEST_CASE("a redirect status without a Location is a reply like any other") {
  RawServer server([](tcp::socket socket, RawServer& me) -> asio::awaitable<void> {
    co_await me.read_request(socket);
    co_await write(socket, response("307 Moved", "nowhere"));
  });
  Client client;
  const auto result = client.send(server.url());
  REQUIRE(result);
  CHECK(result->status == 307);
}

}  // namespace
}  // namespace judge::test
