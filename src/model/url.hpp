#pragma once

#include <map>
#include <string>
#include <string_view>

namespace judge {

/// Everything but RFC 3986's unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

/// `url`, and `query` behind it, encoded and by name.
std::string url_with(std::string url, const std::map<std::string, std::string>& query);

}  // namespace judge
