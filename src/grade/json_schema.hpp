#pragma once

#include <expected>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace judge {

/// A JSON schema: draft 4 as RapidJSON checks it, with const, numeric exclusiveMinimum and $defs of
/// later drafts. Regular expressions are those of RapidJSON, and \d \w \s; `format` is not checked,
/// as the drafts allow.
class JsonSchema {
 public:
  /// The error is the reason alone: a keyword or a pattern that would not be checked is refused,
  /// for what is not looked at must not count as valid.
  static std::expected<JsonSchema, std::string> parse(const nlohmann::json& schema);

  /// Why `text` as a whole (no code fence, no prose around it) is not valid; "" where it is.
  std::string fault_of(std::string_view text) const;

 private:
  struct Document;
  std::shared_ptr<const Document> document_;
};

}  // namespace judge
