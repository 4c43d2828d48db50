#include "net/curl_multi.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cassert>
#include <new>

namespace judge {
namespace {

/// 0 where it has none.
int port_of(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET)
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  if (address.ss_family == AF_INET6)
    return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return 0;
}

}  // namespace

/// A socket stays registered with the loop as long as it is open, not just while curl waits for
/// it: on a kept-alive connection curl starts and stops waiting at every request.
struct CurlMulti::Socket {
  Socket(const Executor& loop, curl_socket_t number, bool opened)
      : descriptor(loop, number), fd(number), opened_here(opened) {}

  asio::posix::stream_descriptor descriptor;
  curl_socket_t fd;
  bool opened_here;  // else a name resolver's, which curl closes without a word to on_close
  bool dropped = false;
  int wanted = 0;   // CURL_POLL_IN | CURL_POLL_OUT, which are CURL_CSELECT_IN and _OUT too
  int waiting = 0;  // what the loop is waiting for
};

CurlMulti::CurlMulti(Executor loop, std::size_t connections)
    : loop_(std::move(loop)),
      alive_(std::make_shared<bool>(true)),
      timer_(loop_),
      multi_(curl_multi_init()) {
  if (!multi_) throw std::bad_alloc();
  auto* multi = multi_.get();
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections));
}

CurlMulti::~CurlMulti() {
  assert(load_ == 0);
  multi_.reset();  // closes the connections, through on_close
  while (!sockets_.empty()) forget(sockets_.begin()->first);
  *alive_ = false;
}

void CurlMulti::add(CURL* easy, CurlClient& client) {
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &client);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &CurlMulti::on_open);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &CurlMulti::on_close);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, this);
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) throw std::bad_alloc();
  ++load_;
}

void CurlMulti::remove(CURL* easy) {
  --load_;
  curl_multi_remove_handle(multi_.get(), easy);
}

void CurlMulti::heard(int local_port) {
  constexpr std::size_t most_ports = 8192;  // closed connections' ports are among them
  if (heard_.size() >= most_ports) heard_.clear();
  heard_[local_port] = std::chrono::steady_clock::now();
}

void CurlMulti::drop_if_silent(int local_port, Time since) {
  const auto last = heard_.find(local_port);
  if (last == heard_.end() || last->second < since) drop(local_port);
}

void CurlMulti::drop(int local_port) {
  for (const auto& [fd, socket] : sockets_)
    if (socket->opened_here && port_of(fd) == local_port) shutdown(fd, SHUT_RDWR);
}

curl_socket_t CurlMulti::on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept {
  const int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd < 0) return CURL_SOCKET_BAD;
  if (static_cast<CurlMulti*>(self)->enlist(fd, true)) return fd;
  close(fd);
  return CURL_SOCKET_BAD;
}

int CurlMulti::on_close(void* self, curl_socket_t fd) noexcept {
  static_cast<CurlMulti*>(self)->forget(fd);
  return close(fd);
}

int CurlMulti::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) noexcept {
  auto& multi = *static_cast<CurlMulti*>(self);
  if (what == CURL_POLL_REMOVE)
    multi.unwatch(fd);
  else
    multi.watch(fd, what);
  return 0;
}

int CurlMulti::on_timer(CURLM*, long wait_ms, void* self) noexcept {
  static_cast<CurlMulti*>(self)->set_timer(wait_ms);
  return 0;
}

CurlMulti::SocketPtr CurlMulti::enlist(curl_socket_t fd, bool opened_here) {
  try {
    auto socket = std::make_shared<Socket>(loop_, fd, opened_here);
    sockets_.insert_or_assign(fd, socket);
    return socket;
  } catch (const boost::system::system_error&) {
    return nullptr;  // the loop cannot watch it; curl reports a failed connection
  }
}

void CurlMulti::forget(curl_socket_t fd) {
  const auto found = sockets_.find(fd);
  if (found == sockets_.end()) return;
  found->second->dropped = true;
  found->second->descriptor.release();  // whoever opened it closes it
  sockets_.erase(found);
}

void CurlMulti::watch(curl_socket_t fd, int wanted) {
  const auto found = sockets_.find(fd);
  const auto socket = found != sockets_.end() ? found->second : enlist(fd, false);
  if (!socket) return;
  socket->wanted = wanted & CURL_POLL_INOUT;
  arm(socket);
}

void CurlMulti::unwatch(curl_socket_t fd) {
  const auto found = sockets_.find(fd);
  if (found == sockets_.end()) return;
  auto& socket = *found->second;
  socket.wanted = 0;
  if (!socket.opened_here) return forget(fd);
  boost::system::error_code ignored;  // an idle connection must not keep the loop running
  if (socket.waiting) socket.descriptor.cancel(ignored);
}

void CurlMulti::arm(const SocketPtr& socket) {
  if (socket->dropped) return;
  const int missing = socket->wanted & ~socket->waiting;
  if (missing & CURL_POLL_IN) wait(socket, CURL_POLL_IN);
  if (missing & CURL_POLL_OUT) wait(socket, CURL_POLL_OUT);
}

void CurlMulti::wait(const SocketPtr& socket, int event) {
  using Descriptor = asio::posix::descriptor_base;
  socket->waiting |= event;
  socket->descriptor.async_wait(
      event == CURL_POLL_IN ? Descriptor::wait_read : Descriptor::wait_write,
      [this, socket, event](boost::system::error_code error) {
        socket->waiting &= ~event;
        if (socket->dropped) return;  // then `this` may be gone too
        if (error == asio::error::operation_aborted) return arm(socket);
        on_ready(socket, event, static_cast<bool>(error));
      });
}

void CurlMulti::on_ready(const SocketPtr& socket, int event, bool failed) {
  if (socket->wanted & event) act(socket->fd, failed ? CURL_CSELECT_ERR : event);
  arm(socket);
}

void CurlMulti::set_timer(long wait_ms) {
  timer_.cancel();
  if (wait_ms < 0) return;
  // curl is called from here, so it is never called back at once, not even for "now".
  if (wait_ms == 0) {
    if (std::exchange(posted_, true)) return;
    asio::post(loop_, [this, alive = alive_] {
      if (!*alive) return;
      posted_ = false;
      act(CURL_SOCKET_TIMEOUT, 0);
    });
    return;
  }
  timer_.expires_after(std::chrono::milliseconds(wait_ms));
  timer_.async_wait([this, alive = alive_](boost::system::error_code error) {
    if (!error && *alive) act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void CurlMulti::act(curl_socket_t fd, int events) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), fd, events, &running);
  tell_done();
}

void CurlMulti::tell_done() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* const easy = message->easy_handle;
    const CURLcode code = message->data.result;  // `message` goes with the handle
    CurlClient* client = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &client);
    remove(easy);
    client->on_done(code);
  }
}

}  // namespace judge
