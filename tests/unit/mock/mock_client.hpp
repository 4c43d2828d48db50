// A blocking HTTP client on loopback that gives up after a few seconds instead of hanging a test.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace judge::test {

namespace http = boost::beast::http;

class MockClient {
 public:
  using Reply = http::response<http::string_body>;

  explicit MockClient(std::uint16_t port);

  void send(std::string_view bytes);
  Reply receive();
  Reply post(std::string_view target, std::string_view body);
  Reply get(std::string_view target);
  nlohmann::json stats();
  /// What ends the connection: eof, connection_reset, or no error where bytes still come.
  boost::system::error_code wait_for_end();
  void close() { socket_.close(); }

 private:
  boost::asio::io_context loop_;
  boost::asio::ip::tcp::socket socket_{loop_};
  boost::beast::flat_buffer buffer_;
};

/// A POST of a chat completion as it goes on the wire.
std::string completion_request(std::string_view body);

/// Asks `stats` until `done` of it, for a few seconds at most; false where it never is.
bool eventually(std::uint16_t port, auto done) {
  for (int i = 0; i < 2000; ++i)
    if (done(MockClient(port).stats())) return true;
  return false;
}

}  // namespace judge::test
