#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/intrusive/list.hpp>
#include <memory>
#include <string>

#include "mock/service.hpp"

namespace judge::mock {

namespace asio = boost::asio;

/// The loop's own executor type instead of any_io_executor: a request costs microseconds here.
using Loop = asio::io_context::executor_type;
using Tcp = asio::ip::tcp;
using Socket = asio::basic_stream_socket<Tcp, Loop>;
template <class T = void>
using Task = asio::awaitable<T, Loop>;
using Token = asio::as_tuple_t<asio::use_awaitable_t<Loop>>;
using SteadyTimer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                               asio::wait_traits<std::chrono::steady_clock>, Loop>;

/// What the connections share: the loop runs one at a time, and none holds a buffer while it
/// waits, so that ten thousand idle ones cost little.
struct Shared {
  Service& service;
  std::array<char, 65536> in;
  std::string out;
};

/// One client: its requests are answered one after the other, in order, until it leaves.
class Connection : public std::enable_shared_from_this<Connection>,
                   public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  Connection(Socket socket, Shared& shared);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  static Task<> serve(std::shared_ptr<Connection> self);
  /// Ends serve() soon, wherever it waits.
  void close();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  Task<bool> read();  // false where the client left
  bool feed(std::string_view fresh);
  bool wants_continue();
  Task<bool> respond();  // false where the connection is to end
  Task<bool> finish(Turn turn, bool keep_alive);
  Task<bool> write(std::string_view bytes);
  Task<bool> pause(Duration delay);
  void watch();
  Task<> wait_for_leaving();
  void reset();

  Socket socket_;
  SteadyTimer timer_;
  Shared& shared_;
  std::unique_ptr<Parser> parser_;       // of the request being read
  std::string pending_;                  // read but not parsed: pipelined, or half a header
  boost::system::error_code malformed_;  // what the parser found
  bool continued_ = false;               // 100 Continue has been sent
  bool gone_ = false;                    // the client left during a pause
};

}  // namespace judge::mock
