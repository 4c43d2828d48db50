#pragma once

#include <curl/curl.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <unordered_map>

#include "base/async.hpp"
#include "base/clock.hpp"

namespace judge {

/// Is told when its easy handle is done; then the handle is already out of the multi handle, and
/// may be added again.
class CurlClient {
 public:
  virtual ~CurlClient() = default;
  virtual void on_done(CURLcode code) = 0;
};

/// A multi handle driven by the loop: curl says which sockets and what time to wait for, the loop
/// waits, and curl acts. A request on it costs more the more connections it has, so it is given
/// some hundreds only.
class CurlMulti {
 public:
  CurlMulti(Executor loop, std::size_t connections);
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;
  /// All handles must have been removed.
  ~CurlMulti();

  void add(CURL* easy, CurlClient& client);
  /// Not from inside curl.
  void remove(CURL* easy);
  /// A part of a reply came to that port of ours.
  void heard(int local_port);
  /// Ends the connection from that port, and with it all streams that share it.
  void drop(int local_port);
  /// The same if nothing was heard on it since then: curl would go on giving a dead HTTP/2
  /// connection new requests.
  void drop_if_silent(int local_port, Time since);
  /// Handles in it.
  std::size_t load() const { return load_; }

 private:
  struct Socket;
  using SocketPtr = std::shared_ptr<Socket>;
  struct Free {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  // Called by curl.
  static curl_socket_t on_open(void* self, curlsocktype, curl_sockaddr* address) noexcept;
  static int on_close(void* self, curl_socket_t fd) noexcept;
  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) noexcept;
  static int on_timer(CURLM*, long wait_ms, void* self) noexcept;

  SocketPtr enlist(curl_socket_t fd, bool opened_here);
  void forget(curl_socket_t fd);
  void watch(curl_socket_t fd, int wanted);
  void unwatch(curl_socket_t fd);
  void arm(const SocketPtr& socket);
  void wait(const SocketPtr& socket, int event);
  void on_ready(const SocketPtr& socket, int event, bool failed);
  void set_timer(long wait_ms);
  void act(curl_socket_t fd, int events);
  void tell_done();

  Executor loop_;
  std::shared_ptr<bool> alive_;  // handlers may still be queued when this is gone
  asio::steady_timer timer_;
  bool posted_ = false;
  std::size_t load_ = 0;
  std::unordered_map<curl_socket_t, SocketPtr> sockets_;
  std::unordered_map<int, Time> heard_;
  std::unique_ptr<CURLM, Free> multi_;
};

}  // namespace judge
