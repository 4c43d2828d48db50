#pragma once

#include <initializer_list>
#include <vector>

#include "model/dialect.hpp"

namespace judge {

/// The configured headers, and of `ours`, the content type and who we are those that they do not
/// take the place of.
std::vector<Header> request_headers(const ModelConfig& model, std::initializer_list<Header> ours);

}  // namespace judge
