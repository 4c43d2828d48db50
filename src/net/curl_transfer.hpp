#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "net/curl_easy.hpp"
#include "net/curl_multi.hpp"

namespace judge {

class CurlTransfer;

/// Where a transfer's handle comes from.
class CurlHome {
 public:
  virtual ~CurlHome() = default;
  /// A transfer over TLS has a connection. Called from inside curl.
  virtual void connected(CurlTransfer& transfer) noexcept = 0;
  /// It is over: the handle comes back.
  virtual void leave(CurlTransfer& transfer, std::unique_ptr<CurlEasy> easy) = 0;
};

/// One request, the redirects to its own origin included. Whatever happens, exactly one outcome.
class CurlTransfer final : private CurlClient, private CurlSink {
 public:
  CurlTransfer(const Executor& loop, CurlHome& home, std::unique_ptr<CurlEasy>&& easy,
               const HttpRequest& request, CurlEndpointPtr&& endpoint);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;
  ~CurlTransfer() override;

  /// From now on the endpoint's deadline and `stop` end it, be it started or not.
  void watch(StopSignal& stop, Clock& clock);
  void start(CurlMulti& multi);
  /// What only sending needs, if all is sent. Not from inside curl.
  void drop_send_buffer() { easy_->drop_send_buffer(); }
  bool secure() const { return endpoint_->origin.scheme == "https"; }
  /// The home is going: gives up, and knows nothing of home and multi handle from then on.
  void abandon();
  auto outcome() { return outcome_.wait(); }

 private:
  void on_done(CURLcode code) override;
  bool on_header(std::string_view line) noexcept override;
  bool on_body(std::string_view bytes) noexcept override;
  bool on_send(int local_port) noexcept override;

  /// Nothing if it has an outcome already. Not from inside curl.
  void give_up(TransportError::Kind kind, std::string_view why);
  void run_out_of_time();
  void wait_no_longer();
  void enter_multi();
  void leave_multi();
  void tell_heard();
  bool is_redirect() const;
  void redirect();
  void fail_redirect(const std::string& why);
  void fail(TransportError error) { outcome_.deliver(std::unexpected(std::move(error))); }
  bool request_sent() const { return header_bytes_ > 0 || easy_->request_sent(); }

  CurlHome* home_;
  Clock* clock_ = nullptr;
  CurlMulti* multi_ = nullptr;
  bool in_multi_ = false;
  std::unique_ptr<CurlEasy> easy_;
  const HttpRequest& request_;
  CurlEndpointPtr endpoint_;
  HttpReply reply_;
  std::size_t header_bytes_ = 0;  // with overhead; interim responses and trailers too
  const char* too_large_ = nullptr;
  int sends_ = 0;  // since the last redirect
  Time sent_at_;   // the first of them
  int local_port_ = 0;
  bool given_up_ = false;
  int redirects_ = 0;
  OneShot<TransportResult> outcome_;
  StopSignal::Hook hook_;
  TimerHandle deadline_;
  TimerHandle patience_;
};

}  // namespace judge
