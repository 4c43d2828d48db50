#pragma once

#include <curl/curl.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "net/curl_endpoint.hpp"

namespace judge {

struct FreeShare {
  void operator()(CURLSH* share) const { curl_share_cleanup(share); }
};
using CurlShare = std::unique_ptr<CURLSH, FreeShare>;

/// One cache of names and of TLS sessions for all handles. Without locks: one thread uses it.
CurlShare make_curl_share();

/// Where a transfer's bytes go. Called from inside curl: must not call curl back.
class CurlSink {
 public:
  virtual ~CurlSink() = default;
  /// False gives the transfer up.
  virtual bool on_header(std::string_view line) noexcept = 0;
  virtual bool on_body(std::string_view bytes) noexcept = 0;
  /// There is a connection, from this port of ours, and the request goes out now; once more where
  /// curl tries again by itself. False gives the transfer up.
  virtual bool on_send(int local_port) noexcept = 0;
};

/// An easy handle. It is kept between requests, and its options as long as the endpoint stays the
/// same: setting them all costs more than the request's own work.
class CurlEasy {
 public:
  /// `receive_buffer`: bytes.
  CurlEasy(CURLSH* share, long receive_buffer);

  CURL* get() const { return handle_.get(); }

  /// For the next POST of `body`, which must stay where it is until the transfer has ended.
  void prepare(const Endpoint& endpoint, CurlEndpointPtr prepared, const std::string& body,
               CurlSink& sink);
  /// For a redirect. The next `prepare` undoes it.
  void set_url(const std::string& url);

  /// Over TLS: from now on, or no longer, for another's handshake with the same server. Without a
  /// word `prepare` lets it wait.
  void wait_for_handshakes(bool wait);
  /// False while it waits for another's handshake, or for a name.
  bool connecting() const;

  /// Over TLS curl copies a small body before it is sent, into 16 KB that it would keep.
  void drop_send_buffer();

  long status() const;
  bool request_sent() const;
  /// Where the server redirects to, absolute, or "".
  std::string redirect_url() const;
  /// curl's words for the last failure, or "".
  const char* detail() const { return detail_.data(); }

 private:
  struct Free {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  void configure(const Endpoint& endpoint);
  void configure_tls(const Endpoint& endpoint);

  CURLSH* share_;
  long receive_buffer_;
  CurlEndpointPtr prepared_;  // what the options are set for; the handle points into it
  bool redirected_ = false;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  std::unique_ptr<CURL, Free> handle_;
};

}  // namespace judge
