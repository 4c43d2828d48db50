#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace judge {

/// A key. It has no way into a stream, a format string or JSON; reveal() is called where it goes on
/// the wire.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& reveal() const { return value_; }

 private:
  std::string value_;
};

/// Takes every known secret out of text that came from outside, before it is shown, stored or
/// logged.
class Redactor {
 public:
  /// Secrets shorter than 8 bytes are not looked for: they would tear ordinary words apart.
  void add(const Secret& secret);
  /// `text` with each secret replaced by "[key]".
  std::string redact(std::string text) const;
  bool empty() const { return secrets_.empty(); }

 private:
  std::vector<std::string> secrets_;
};

}  // namespace judge
