#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <vector>

#include "net/transport.hpp"

namespace judge {

/// The headers that sign a POST of `body` to the endpoint with its `aws`: X-Amz-Date,
/// X-Amz-Security-Token where there is one, Authorization. Signed are these, the host and the
/// content type. Source: AWS, "Create a signed AWS API request" (AWS4-HMAC-SHA256).
/// Not libcurl's own: 7.88 signs the path as it is sent, where AWS takes it encoded once more, so
/// that no model with a colon in its name could be asked.
std::vector<Header> aws_signature(const Endpoint& endpoint, const std::string& body,
                                  std::chrono::system_clock::time_point now);

}  // namespace judge
