#include "net/transport.hpp"

#include <algorithm>

namespace judge {

const std::string* HttpReply::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::first);
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace judge
