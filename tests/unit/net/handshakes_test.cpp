#include <doctest/doctest.h>

#include <chrono>

#include "unit/net/client.hpp"
#include "unit/net/raw_server.hpp"

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

constexpr std::size_t many = 300;  // more than may be without a connection at once

std::vector<HttpRequest> requests_to(const RawServer& server, std::chrono::milliseconds timeout) {
  const auto shared = endpoint("https://127.0.0.1:" + std::to_string(server.port()) + "/v1");
  shared->attempt_timeout = timeout;
  return {many, request(shared)};
}

asio::awaitable<void> say_nothing(tcp::socket, RawServer&) {
  co_await pause(60'000);
}

TEST_CASE("where handshakes fail the requests behind them get their turn") {
  RawServer server([](tcp::socket socket, RawServer&) -> asio::awaitable<void> {
    co_await write(socket, "I do not speak TLS at all, and never shall.\r\n");
    co_await pause(60'000);
  });
  Client client(many);
  const auto results = client.send_all(requests_to(server, std::chrono::seconds(60)));
  for (const auto& result : results) {
    REQUIRE(!result);
    CHECK(result.error().kind == Kind::tls);
  }
}

TEST_CASE("behind handshakes that stall the total deadline holds") {
  RawServer server(say_nothing);
  Client client(many);
  const auto results = client.send_all(requests_to(server, std::chrono::milliseconds(100)));
  for (const auto& result : results) {
    REQUIRE(!result);
    CHECK(result.error().kind == Kind::timeout);
    CHECK(!result.error().request_sent);
  }
}

TEST_CASE("abort ends what waits for others' handshakes") {
  RawServer server(say_nothing);
  Client client(many);
  asio::steady_timer timer(client.loop, std::chrono::milliseconds(20));
  timer.async_wait([&](auto) { client.stop.raise(StopLevel::abort); });
  const auto results = client.send_all(requests_to(server, std::chrono::seconds(60)));
  for (const auto& result : results) {
    REQUIRE(!result);
    CHECK(result.error().kind == Kind::cancelled);
  }
}

}  // namespace
}  // namespace judge::test
