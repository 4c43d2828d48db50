#include "model/reply_text.hpp"

#include "base/text.hpp"

namespace judge {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  for (;;) {
    const auto bad = invalid_utf8(text);
    valid += text.substr(0, bad.value_or(text.size()));
    if (!bad) return valid;
    valid += replacement;
    text.remove_prefix(*bad + 1);
  }
}

std::string cut(std::string_view text, std::size_t bytes) {
  auto valid = valid_utf8(text.substr(0, bytes + 4));  // a whole character more than is kept
  if (valid.size() <= bytes) return valid;
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(valid[at]) & 0xC0) == 0x80;
  };
  while (bytes > 0 && continues(bytes)) --bytes;
  valid.resize(bytes);
  return valid;
}

}  // namespace judge
