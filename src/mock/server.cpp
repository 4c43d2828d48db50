#include "mock/server.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "mock/connection.hpp"

namespace judge {
namespace {

using namespace mock;
using boost::system::error_code;

constexpr int kBacklog = 16384;  // the kernel lowers it to its own limit
constexpr milliseconds kPauseWithoutFiles(20);

void allow_many_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);  // refused: fewer connections, and no harm
}

/// Signals belong to the program's own threads.
std::thread start_thread(auto body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(body));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_setname_np(thread.native_handle(), "judge-mock");
  return thread;
}

class Server final : public MockServer {
 public:
  explicit Server(Settings settings)
      : service_(std::move(settings), std::chrono::steady_clock::now()),
        acceptor_(io_.get_executor()),
        timer_(io_.get_executor()) {}
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() override;

  Result<> listen(std::uint16_t port);
  void start();
  std::uint16_t port() const override { return port_; }
  std::string base_url() const override { return fmt::format("http://127.0.0.1:{}/v1", port_); }

 private:
  using Connections =
      boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>>;

  Task<> accept();
  void stop();

  Service service_;
  Shared shared_{.service = service_, .in = {}, .out = {}};
  Connections connections_;
  std::uint16_t port_ = 0;
  asio::io_context io_{1};  // after what its coroutines refer to
  asio::basic_socket_acceptor<Tcp, Loop> acceptor_;
  SteadyTimer timer_;
  std::thread thread_;
};

Result<> Server::listen(std::uint16_t port) {
  const Tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(kBacklog, error);
  if (error)
    return fail(Fault::internal,
                fmt::format("the mock cannot listen on 127.0.0.1:{}: {}; choose another port, or "
                            "0 for any free one",
                            port, error.message()));
  port_ = acceptor_.local_endpoint().port();
  return {};
}

void Server::start() {
  thread_ = start_thread([this] {
    asio::co_spawn(io_, accept(), asio::detached);
    io_.run();
  });
}

/// Every coroutine is a part of the loop's work, and run() returns when the last has ended: that is
/// what their ends are awaited by.
Task<> Server::accept() {
  constexpr Token token{};
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(token);
    if (!acceptor_.is_open()) co_return;
    if (error) {  // out of files, mostly
      timer_.expires_after(kPauseWithoutFiles);
      co_await timer_.async_wait(token);
      continue;
    }
    const auto connection = std::make_shared<Connection>(std::move(socket), shared_);
    connections_.push_back(*connection);
    asio::co_spawn(io_, Connection::serve(connection), asio::detached);
  }
}

void Server::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
  for (Connection& connection : connections_) connection.close();
}

Server::~Server() {
  if (!thread_.joinable()) return;
  asio::post(io_, [this] { stop(); });
  thread_.join();
}

}  // namespace

Result<std::unique_ptr<MockServer>> MockServer::start(const MockOptions& options) {
  auto settings = Settings::read(options);
  if (!settings) return std::unexpected(settings.error());
  allow_many_files();
  auto server = std::make_unique<Server>(std::move(*settings));
  if (auto listening = server->listen(options.port); !listening)
    return std::unexpected(listening.error());
  server->start();
  return server;
}

}  // namespace judge
