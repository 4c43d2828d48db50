#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mock/dialect.hpp"

namespace judge::mock {

struct Route {
  const Dialect* dialect;
  std::string model = {};  // where the path names it
};

/// Whose path it is, without its query; nullopt where nobody answers.
std::optional<Route> find_route(std::string_view path);

}  // namespace judge::mock
