// The limit of what any client can do: one thread, epoll, no library. It sends one request again
// and again over kept-alive connections, reads the replies and looks at nothing in them.
//
//   judge_bench_epoll PORT BODY_FILE CONNECTIONS ROWS
#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "bench/http_text.hpp"

namespace judge::bench {
namespace {

class Client {
 public:
  Client(std::uint16_t port, const std::string& body, std::size_t rows)
      : port_(port), request_(as_request(body)), rows_(rows) {}

  void run(std::size_t connections) {
    while (started_ < std::min(connections, rows_)) open();
    std::array<epoll_event, 512> events;
    while (done_ < rows_) {
      const int count = epoll_wait(epoll_, events.data(), events.size(), -1);
      for (int i = 0; i < count; ++i) {
        if (events[i].events & EPOLLOUT)
          connected(events[i].data.fd);
        else
          receive(events[i].data.fd);
      }
    }
  }

 private:
  static std::string as_request(const std::string& body) {
    return fmt::format(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json"
        "\r\nContent-Length: {}\r\n\r\n{}",
        body.size(), body);
  }

  void open() {
    const int fd = check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
    const auto address = loopback(port_);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0 &&
        errno != EINPROGRESS)
      check(-1, "connect");
    if (replies_.size() <= static_cast<std::size_t>(fd)) replies_.resize(fd + 1);
    control(EPOLL_CTL_ADD, fd, EPOLLOUT);
    ++started_;
  }

  void connected(int fd) {
    control(EPOLL_CTL_MOD, fd, EPOLLIN);
    ask(fd);
  }

  void ask(int fd) {
    const auto sent = send(fd, request_.data(), request_.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request_.size())) check(-1, "send");
  }

  void receive(int fd) {
    std::array<char, 8192> chunk;
    const auto got = read(fd, chunk.data(), chunk.size());
    if (got <= 0) check(-1, "read");
    auto& reply = replies_[fd];
    reply.append(chunk.data(), static_cast<std::size_t>(got));
    if (!whole_message(reply)) return;
    if (!reply.starts_with("HTTP/1.1 200")) {
      fmt::print(stderr, "{}\n", reply.substr(0, reply.find('\r')));
      std::exit(1);
    }
    reply.clear();
    ++done_;
    if (started_ < rows_) {
      ++started_;
      ask(fd);
    }
  }

  void control(int what, int fd, std::uint32_t events) {
    epoll_event event{.events = events, .data = {.fd = fd}};
    check(epoll_ctl(epoll_, what, fd, &event), "epoll_ctl");
  }

  std::uint16_t port_;
  std::string request_;
  std::size_t rows_;
  std::size_t started_ = 0;
  std::size_t done_ = 0;
  int epoll_ = check(epoll_create1(0), "epoll_create1");
  std::vector<std::string> replies_;  // by descriptor
};

}  // namespace
}  // namespace judge::bench

int main(int count, char** arguments) {
  if (count != 5) {
    fmt::print(stderr, "usage: {} PORT BODY_FILE CONNECTIONS ROWS\n", arguments[0]);
    return 2;
  }
  judge::bench::Client client(static_cast<std::uint16_t>(std::atoi(arguments[1])),
                              judge::bench::contents(arguments[2]), std::atoll(arguments[4]));
  client.run(std::atoll(arguments[3]));
}
