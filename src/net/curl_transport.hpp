#pragma once

#include <memory>

#include "net/transport.hpp"

namespace judge {

/// libcurl's multi_socket interface on the loop. Keep-alive, HTTP/2 where offered, TLS verified,
/// proxies from the usual environment variables, but none to loopback; a redirect to another host
/// never carries the key. It must be destroyed before the loop; what is in flight then ends as
/// cancelled.
/// `max_connections`: how many attempts may be in flight; above 300 they are spread over several
/// handles.
std::unique_ptr<HttpTransport> make_curl_transport(Executor loop, std::size_t max_connections);

}  // namespace judge
