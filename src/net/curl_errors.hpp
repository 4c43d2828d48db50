#pragma once

#include <curl/curl.h>

#include <string_view>

#include "net/transport.hpp"

namespace judge {

/// `detail`: curl's words for this failure, may be empty.
TransportError::Kind kind_of(CURLcode code, std::string_view detail);

/// `host`: "host:port", for the message.
TransportError transport_error(CURLcode code, std::string_view detail, std::string_view host,
                               bool request_sent);

}  // namespace judge
