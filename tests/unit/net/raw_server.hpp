#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace judge::test {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

/// A server on loopback, on a thread of its own, that does with each connection what its script
/// says, down to the byte.
class RawServer {
 public:
  using Script = asio::awaitable<void> (*)(tcp::socket, RawServer&);

  /// `text` is for the script.
  explicit RawServer(Script script, std::string text = {});
  ~RawServer();

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path = "/v1/chat/completions") const;

  int connections() const { return connections_; }
  std::vector<std::string> requests() const;  // as they came in, heads and bodies
  const std::string& text() const { return text_; }

  // For scripts.
  /// The next request whole, or "" at the end of the connection.
  asio::awaitable<std::string> read_request(tcp::socket& socket);

 private:
  asio::awaitable<void> listen();

  Script script_;
  std::string text_;
  asio::io_context loop_;
  tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

asio::awaitable<void> write(tcp::socket& socket, std::string bytes);
asio::awaitable<void> pause(int ms);
/// The peer gets a RST, not an orderly end.
void reset(tcp::socket& socket);

/// A whole response with a Content-Length.
std::string response(const std::string& status, const std::string& body,
                     const std::string& headers = {});

/// Answers every request on a connection with 200 and the server's text.
asio::awaitable<void> answer(tcp::socket socket, RawServer& server);

}  // namespace judge::test
