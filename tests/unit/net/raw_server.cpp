#include "unit/net/raw_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace judge::test {
namespace {

std::size_t content_length(const std::string& head) {
  const std::string name = "Content-Length: ";
  const auto at = head.find(name);
  return at == head.npos ? 0 : std::stoul(head.substr(at + name.size()));
}

}  // namespace

RawServer::RawServer(Script script, std::string text)
    : script_(script),
      text_(std::move(text)),
      acceptor_(loop_, {asio::ip::address_v4::loopback(), 0}),
      port_(acceptor_.local_endpoint().port()) {
  acceptor_.listen(1024);
  asio::co_spawn(loop_, listen(), asio::detached);
  thread_ = std::thread([this] { loop_.run(); });
}

RawServer::~RawServer() {
  loop_.stop();
  thread_.join();
}

std::string RawServer::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<std::string> RawServer::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

asio::awaitable<void> RawServer::listen() {
  for (;;) {
    auto socket = co_await acceptor_.async_accept(asio::use_awaitable);
    ++connections_;
    // A script ends by an exception where the client goes away.
    asio::co_spawn(loop_, script_(std::move(socket), *this), [](std::exception_ptr) {});
  }
}

asio::awaitable<std::string> RawServer::read_request(tcp::socket& socket) {
  std::string request;
  auto buffer = asio::dynamic_buffer(request);
  try {
    const auto head =
        co_await asio::async_read_until(socket, buffer, "\r\n\r\n", asio::use_awaitable);
    const auto whole = head + content_length(request);
    if (request.size() < whole)
      co_await asio::async_read(socket, buffer, asio::transfer_exactly(whole - request.size()),
                                asio::use_awaitable);
  } catch (const boost::system::system_error&) {
    co_return "";
  }
  const std::scoped_lock lock(mutex_);
  requests_.push_back(request);
  co_return request;
}

asio::awaitable<void> write(tcp::socket& socket, std::string bytes) {
  co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
}

asio::awaitable<void> pause(int ms) {
  asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(ms));
  co_await timer.async_wait(asio::use_awaitable);
}

void reset(tcp::socket& socket) {
  socket.set_option(asio::socket_base::linger(true, 0));
  socket.close();
}

std::string response(const std::string& status, const std::string& body,
                     const std::string& headers) {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

asio::awaitable<void> answer(tcp::socket socket, RawServer& server) {
  while (!(co_await server.read_request(socket)).empty())
    co_await write(socket, response("200 OK", server.text()));
}

}  // namespace judge::test
