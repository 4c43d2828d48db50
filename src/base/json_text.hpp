#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace judge {

// JSON text appended straight to a string, with no DOM in between. Byte for byte what
// nlohmann::json::dump(-1, ' ', false, error_handler_t::replace) writes: requests' bodies are the
// store's keys, so what an older version has stored must be found again.

/// With quotation marks. Of invalid UTF-8 each longest beginning of a character becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

void append_json_number(std::string& out, std::int64_t number);
void append_json_number(std::string& out, std::uint64_t number);
/// With a point or an exponent; null where the number is not finite.
void append_json_number(std::string& out, double number);

void append_json(std::string& out, const nlohmann::json& value);

/// Writes a value piece by piece and puts the commas. What it is told is written as it comes:
/// opening and closing must match, and a member needs an object around it.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out), start_(out.size()) {}

  void begin_object() { begin('{'); }
  void end_object() { out_ += '}'; }
  void begin_array() { begin('['); }
  void end_array() { out_ += ']'; }

  void key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_ += ':';
  }

  /// A value that is JSON text already.
  void text(std::string_view json) {
    separate();
    out_ += json;
  }

  template <class T>
  void value(const T& value) {
    separate();
    append(value);
  }

  template <class T>
  void member(std::string_view name, const T& value) {
    key(name);
    append(value);
  }

 private:
  void separate() {
    if (out_.size() == start_) return;
    const char last = out_.back();  // no value ends in one of these three
    if (last != '{' && last != '[' && last != ':') out_ += ',';
  }

  void begin(char bracket) {
    separate();
    out_ += bracket;
  }

  void append(std::nullptr_t) { out_ += "null"; }
  void append(bool value) { out_ += value ? "true" : "false"; }
  void append(std::floating_point auto number) { append_json_number(out_, double{number}); }
  void append(std::signed_integral auto number) { append_json_number(out_, std::int64_t{number}); }
  void append(std::unsigned_integral auto number) {
    append_json_number(out_, std::uint64_t{number});
  }
  void append(std::string_view text) { append_json_string(out_, text); }
  void append(const char* text) { append_json_string(out_, text); }
  void append(const std::string& text) { append_json_string(out_, text); }
  void append(const nlohmann::json& value) { append_json(out_, value); }
  template <class T>
  void append(const std::optional<T>& value) {
    if (value)
      append(*value);
    else
      append(nullptr);
  }

  std::string& out_;
  std::size_t start_;
};

}  // namespace judge
