#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace judge {

/// A look at a JSON value inside a line that was parsed without being copied (simdjson), which
/// makes reading a million results lines a matter of a second. It and its texts are valid during
/// the call it was given to. A value of another type, or absent, is nullopt: never a fault.
class JsonView {
 public:
  JsonView() = default;  // nothing

  bool is_object() const;
  bool is_array() const;
  std::optional<std::string_view> text() const;
  std::optional<double> number() const;
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;

  JsonView operator[](std::string_view key) const;
  void each_member(const std::function<void(std::string_view, JsonView)>& visit) const;
  void each_element(const std::function<void(JsonView)>& visit) const;

  /// A copy of all of it; for a whole line that costs about five times the parsing.
  nlohmann::json json() const;

 private:
  friend struct JsonViewAccess;
  // A simdjson::dom::element: opaque, so that its header of 1.5 MB is compiled once.
  alignas(std::uint64_t) std::array<std::byte, 16> element_{};
  bool present_ = false;
};

}  // namespace judge
