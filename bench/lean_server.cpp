// A server that does as little as a server can, so that the client is what is measured: one thread,
// one fixed chat-completion reply, sent LATENCY_MS after a request's last byte came.
//
//   judge_bench_server LATENCY_MS REPLY_FILE [PORT]     prints its port on 127.0.0.1
//
// GET /stats tells, as JSON, what came since the last time it was asked: requests, connections,
// most in flight at once, and when (CLOCK_MONOTONIC, ns) the first request came and the last reply
// went.
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <memory>
#include <sstream>
#include <unordered_map>

#include "bench/http_text.hpp"

namespace judge::bench {
namespace {

using Time = std::chrono::steady_clock::time_point;

struct Connection {
  int fd;
  std::string received;
};
using ConnectionPtr = std::shared_ptr<Connection>;

struct Stats {
  std::uint64_t requests = 0;
  std::uint64_t connections = 0;
  std::size_t peak = 0;
  Time first;
  Time last;
};

class Server {
 public:
  Server(std::chrono::milliseconds latency, const std::string& body, std::uint16_t port)
      : latency_(latency), reply_(as_reply(body)), listener_(listen_on(port)) {
    watch(listener_);
  }

  std::uint16_t port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    check(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    return ntohs(address.sin_port);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 512> events;
    while (true) {
      const int count = epoll_wait(epoll_, events.data(), events.size(), wait_ms());
      for (int i = 0; i < count; ++i) {
        if (events[i].data.fd == listener_)
          accept_all();
        else
          receive(connections_.at(events[i].data.fd));
      }
      answer_due();
    }
  }

 private:
  static std::string as_reply(const std::string& body) {
    return fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.size(), body);
  }

  static int listen_on(std::uint16_t port) {
    const int fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    auto address = loopback(port);
    check(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
    check(listen(fd, 65535), "listen");
    return fd;
  }

  void watch(int fd) {
    epoll_event event{.events = EPOLLIN, .data = {.fd = fd}};
    check(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
  }

  int wait_ms() const {
    if (due_.empty()) return -1;
    const auto left = due_.front().first - std::chrono::steady_clock::now();
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::max<std::int64_t>(ms, 0));
  }

  void accept_all() {
    int fd;
    while ((fd = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0) {
      const int on = 1;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      connections_[fd] = std::make_shared<Connection>(Connection{fd, {}});
      watch(fd);
      ++stats_.connections;
    }
  }

  void receive(ConnectionPtr connection) {
    std::array<char, 16384> chunk;
    const auto got = read(connection->fd, chunk.data(), chunk.size());
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return forget(connection);
    auto& received = connection->received;
    received.append(chunk.data(), static_cast<std::size_t>(got));
    while (const auto size = whole_message(received)) {
      const bool asks_stats = received.starts_with("GET /stats");
      received.erase(0, *size);
      asks_stats ? tell_stats(*connection) : take(connection);
    }
  }

  void take(const ConnectionPtr& connection) {
    const auto now = std::chrono::steady_clock::now();
    if (stats_.requests++ == 0) stats_.first = now;
    due_.emplace_back(now + latency_, connection);
    stats_.peak = std::max(stats_.peak, due_.size());
  }

  /// All replies take equally long, so the first in line is always the next.
  void answer_due() {
    const auto now = std::chrono::steady_clock::now();
    while (!due_.empty() && due_.front().first <= now) {
      const auto connection = std::move(due_.front().second);
      due_.pop_front();
      if (connection->fd < 0) continue;
      stats_.last = now;
      say(*connection, reply_);
    }
  }

  void tell_stats(Connection& connection) {
    const auto ns = [](Time time) { return time.time_since_epoch().count(); };
    say(connection,
        as_reply(fmt::format(
            R"({{"requests":{},"connections":{},"peak":{},"first_ns":{},"last_ns":{}}})",
            stats_.requests, stats_.connections, stats_.peak, ns(stats_.first), ns(stats_.last))));
    stats_ = {};
  }

  /// A reply is less than a socket's buffer, and one at a time is on its way.
  static void say(Connection& connection, const std::string& text) {
    (void)send(connection.fd, text.data(), text.size(), MSG_NOSIGNAL);
  }

  void forget(const ConnectionPtr& connection) {
    close(connection->fd);
    connections_.erase(connection->fd);
    connection->fd = -1;
  }

  std::chrono::milliseconds latency_;
  std::string reply_;
  int epoll_ = check(epoll_create1(0), "epoll_create1");
  int listener_;
  std::unordered_map<int, ConnectionPtr> connections_;
  std::deque<std::pair<Time, ConnectionPtr>> due_;
  Stats stats_;
};

}  // namespace
}  // namespace judge::bench

int main(int count, char** arguments) {
  if (count < 3) {
    fmt::print(stderr, "usage: {} LATENCY_MS REPLY_FILE [PORT]\n", arguments[0]);
    return 2;
  }
  const auto latency = std::chrono::milliseconds(std::atoi(arguments[1]));
  const auto port = static_cast<std::uint16_t>(count > 3 ? std::atoi(arguments[3]) : 0);
  judge::bench::Server server(latency, judge::bench::contents(arguments[2]), port);
  fmt::print("{}\n", server.port());
  std::fflush(stdout);
  server.run();
}
