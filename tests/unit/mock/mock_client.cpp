#include "unit/mock/mock_client.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

namespace judge::test {
namespace {

constexpr timeval kPatience{.tv_sec = 10, .tv_usec = 0};

}  // namespace

MockClient::MockClient(std::uint16_t port) {
  socket_.connect({boost::asio::ip::address_v4::loopback(), port});
  setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
}

void MockClient::send(std::string_view bytes) {
  boost::asio::write(socket_, boost::asio::buffer(bytes));
}

MockClient::Reply MockClient::receive() {
  Reply reply;
  http::read(socket_, buffer_, reply);
  return reply;
}

MockClient::Reply MockClient::post(std::string_view target, std::string_view body) {
  send(fmt::format("POST {} HTTP/1.1\r\nhost: mock\r\ncontent-length: {}\r\n\r\n{}", target,
                   body.size(), body));
  return receive();
}

MockClient::Reply MockClient::get(std::string_view target) {
  send(fmt::format("GET {} HTTP/1.1\r\nhost: mock\r\n\r\n", target));
  return receive();
}

nlohmann::json MockClient::stats() {
  return nlohmann::json::parse(get("/stats").body());
}

boost::system::error_code MockClient::wait_for_end() {
  char byte = 0;
  boost::system::error_code error;
  socket_.read_some(boost::asio::buffer(&byte, 1), error);
  return error;
}

std::string completion_request(std::string_view body) {
  return fmt::format(
      "POST /v1/chat/completions HTTP/1.1\r\nhost: mock\r\ncontent-length: {}\r\n\r\n{}",
      body.size(), body);
}

}  // namespace judge::test
