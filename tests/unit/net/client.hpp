#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "net/curl_transport.hpp"

namespace judge::test {

/// A loop with the real transport on it, and no proxy in the environment.
struct Client {
  explicit Client(std::size_t max_connections = 4);

  /// Sends all at once and runs the loop until it has nothing left to wait for.
  std::vector<TransportResult> send_all(std::vector<HttpRequest> requests);
  TransportResult send(HttpRequest request);
  TransportResult send(const std::string& url);

  StopSignal stop;  // coroutines that end with the loop still refer to it
  asio::io_context loop;
  std::unique_ptr<HttpTransport> transport;
};

/// With a key in its headers, and an attempt timeout of 5 s.
std::shared_ptr<Endpoint> endpoint(const std::string& url);
HttpRequest request(std::shared_ptr<const Endpoint> endpoint, std::string body = R"({"q":1})");

}  // namespace judge::test
