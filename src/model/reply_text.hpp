#pragma once

#include <string>
#include <string_view>

namespace judge {

/// `text` with every invalid byte replaced by U+FFFD, so that it can be written as JSON.
std::string valid_utf8(std::string_view text);

/// At most `bytes` of `text`, ending between two characters. Valid UTF-8 whatever comes in.
std::string cut(std::string_view text, std::size_t bytes = 500);

}  // namespace judge
