// net: the transport seam and its real side, libcurl on the loop.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/async.hpp"
#include "base/secret.hpp"
#include "base/stop.hpp"

namespace judge {

using Header = std::pair<std::string, std::string>;

/// AWS signature version 4: each request is signed with it.
struct AwsSigner {
  std::string id;
  Secret secret;
  std::optional<Secret> session;  // of a temporary key
  std::string region;
  std::string service;
};

/// What many requests share; made once a model and key.
struct Endpoint {
  std::string url;
  std::vector<Header> headers;  // holds the key: never shown
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds attempt_timeout{120'000};  // total, body included
  std::size_t max_response = std::size_t{32} << 20;    // bytes of body
  std::string ca_file;                                 // empty = the system's
  std::string client_cert = {};                        // PEM; empty = none
  std::string client_key = {};                         // PEM; empty = in client_cert
  std::optional<Secret> proxy = {};  // "" = none; nullopt = as the environment says
  std::string unix_socket = {};      // empty = the URL's host
  std::optional<AwsSigner> aws = {};
  bool get = false;  // else POST
};

struct HttpRequest {
  std::shared_ptr<const Endpoint> endpoint;
  std::string body;  // POST, application/json unless headers say otherwise
};

struct HttpReply {
  int status = 0;
  std::vector<Header> headers;  // names in lower case, the final response's only
  std::string body;

  /// The first header of that lower-case name, or nullptr.
  const std::string* header(std::string_view name) const;
};

struct TransportError {
  enum class Kind {
    dns,        // the name cannot be resolved
    refused,    // no connection could be made
    tls,        // certificate or handshake
    timeout,    // connect or total deadline
    reset,      // the connection broke
    malformed,  // not HTTP, or shorter than it announced
    too_large,  // body over max_response, or headers over their cap
    redirect,   // too many, or to where it must not go
    cancelled,  // StopLevel::abort
    other,
  };
  Kind kind = Kind::other;
  std::string message;        // for a person; names the host, never a header
  bool request_sent = false;  // the server may have worked, and billed, for it
};

using TransportResult = std::expected<HttpReply, TransportError>;

/// The seam for the network. Loop-thread only.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;
  /// Ends within the endpoint's attempt timeout, or soon after `stop` rises to abort. `request`
  /// stays where it is until then: its body is not copied for every attempt.
  virtual Async<TransportResult> send(const HttpRequest& request, StopSignal& stop) = 0;
};

}  // namespace judge
