// Typed reading of one table; what nobody asks for is an unknown key.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/reading.hpp"

namespace judge {

/// Every reader below returns nullopt where the key is absent or wrong; wrong is already reported.
class Section {
 public:
  Section(const toml::table& table, std::string key, Reading& reading)
      : table_(&table), key_(std::move(key)), reading_(&reading) {}

  std::optional<Entry> find(std::string_view name);
  std::optional<Section> table(std::string_view name);
  std::optional<std::string> string(std::string_view name);
  /// One line: not blank, no control characters.
  std::optional<std::string> line(std::string_view name);
  std::optional<std::string> one_of(std::string_view name, const std::vector<std::string>& allowed);
  std::optional<bool> boolean(std::string_view name);
  std::optional<std::int64_t> integer(
      std::string_view name, std::int64_t lowest,
      std::int64_t highest = std::numeric_limits<std::int64_t>::max());
  std::optional<double> positive(std::string_view name);
  std::optional<double> not_negative(std::string_view name);
  /// "30s": more than nothing, at most a year.
  std::optional<std::chrono::milliseconds> duration(std::string_view name);
  /// A string or a list of strings, each with its own entry.
  struct Text {
    Entry entry;
    std::string text;
  };
  std::optional<std::vector<Text>> strings(std::string_view name);

  /// A key of a later version: refused where present.
  void later(std::string_view name);
  void missing(std::string_view name, std::string_view advice);
  /// Call last: reports every key that no call above asked for.
  void refuse_unknown();

  /// Every key with its entry, in the file's order.
  std::vector<Text> entries() const;
  bool has(std::string_view name) const { return table_->contains(name); }
  Entry self() const { return {table_, key_}; }
  Entry entry(std::string_view name) const { return {table_->get(name), join_key(key_, name)}; }
  Reading& reading() const { return *reading_; }

 private:
  const toml::table* table_;
  std::string key_;
  Reading* reading_;
  std::vector<std::string> known_;
};

/// The same for a value outside a table (a list's element).
std::optional<std::string> read_string(Reading& reading, const Entry& entry);
std::optional<std::string> read_line(Reading& reading, const Entry& entry);
/// Integer or float, finite.
std::optional<double> read_number(Reading& reading, const Entry& entry);
void wrong_type(Reading& reading, const Entry& entry, std::string_view expected);

template <class T, class V>
void put(T& target, const std::optional<V>& value) {
  if (value) target = static_cast<T>(*value);
}

template <class T>
void put(std::optional<T>& target, const std::optional<T>& value) {
  if (value) target = value;
}

}  // namespace judge
