#pragma once

#include <optional>
#include <string>

#include "config/load.hpp"
#include "net/curl_endpoint.hpp"

namespace judge {

/// The proxy that curl takes for an address, from the environment.
struct Proxy {
  std::string variable;  // "https_proxy"
  std::string address;   // its value, without user name and password
};

/// nullopt: none, as always to loopback. `https_proxy`, `HTTPS_PROXY` (of plain http only
/// `http_proxy`), then `all_proxy`, `ALL_PROXY`; but not for a host that `no_proxy` or `NO_PROXY`
/// names: "*", names with all below them, addresses and networks ("10.0.0.0/8").
std::optional<Proxy> proxy_for(const Origin& origin, const Environment& environment);

}  // namespace judge
