#include <fmt/format.h>

#include "base/text.hpp"
#include "config/load.hpp"

namespace judge {

std::string Problem::text() const {
  std::string out = printable(file, 4096);
  if (line > 0) out += fmt::format(":{}:{}", line, column);
  for (const std::string& part : {key, message}) {
    if (part.empty()) continue;
    if (!out.empty()) out += ": ";
    out += part;
  }
  return out;
}

}  // namespace judge
