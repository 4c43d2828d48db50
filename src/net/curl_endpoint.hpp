#pragma once

#include <curl/curl.h>

#include <compare>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "net/transport.hpp"

namespace judge {

/// What must stay the same for a request's headers to be sent again.
struct Origin {
  std::string scheme;
  std::string host;
  std::string port;
  bool operator==(const Origin&) const = default;
  /// For a person: "host:port".
  std::string show() const { return host + ":" + port; }
  bool is_loopback() const;
};

/// nullopt where `url` is not an absolute http or https URL, or has a user name in it.
std::optional<Origin> origin_of(const std::string& url);

/// What curl needs of an Endpoint, made once for all its requests.
struct CurlEndpoint {
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  Origin origin;
  std::unique_ptr<curl_slist, FreeList> headers;
};

/// Lines for CURLOPT_HTTPHEADER.
class HeaderList {
 public:
  void add(const std::string& line);
  auto take() { return std::move(list_); }

 private:
  std::unique_ptr<curl_slist, CurlEndpoint::FreeList> list_;
};

using CurlEndpointPtr = std::shared_ptr<const CurlEndpoint>;

/// CurlEndpoints by the identity of their Endpoint; those of dead Endpoints are forgotten.
class CurlEndpoints {
 public:
  std::expected<CurlEndpointPtr, TransportError> find(
      const std::shared_ptr<const Endpoint>& endpoint);

 private:
  std::map<std::weak_ptr<const Endpoint>, CurlEndpointPtr, std::owner_less<>> known_;
};

}  // namespace judge
