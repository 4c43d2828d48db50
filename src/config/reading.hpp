// Shared by this room's readers: where a value stands, and what was found wrong with it.
#pragma once

#include <toml++/toml.h>

#include <compare>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.hpp"

namespace judge {

/// The source path given to toml++ for values that come from --set. Their "line" is the number of
/// the --set, which keeps their order and is not shown.
inline constexpr std::string_view override_source = "--set";

/// A value and its dotted key. Without a node (something missing at the top level) only the file is
/// known.
struct Entry {
  const toml::node* node = nullptr;
  std::string key;
};

/// The order of the file, then that of the --sets.
struct Position {
  bool from_override = false;
  unsigned line = 0;
  unsigned column = 0;
  auto operator<=>(const Position&) const = default;
};

Position position_of(const toml::source_region& source);

/// What every reader of one load shares.
class Reading {
 public:
  Reading(const std::filesystem::path& file, const Environment& environment);

  void problem(const Entry& entry, std::string message);
  void problem(const toml::source_region& source, std::string key, std::string message);
  void problem(Problem problem) { problems_.push_back(std::move(problem)); }
  void warn(const Entry& entry, std::string message);

  std::optional<std::string> variable(const std::string& name) const { return environment_(name); }

  /// Against the config file's directory; a leading "~/" is the home directory. Absolute.
  std::filesystem::path resolve(std::string_view written) const;
  /// The same for messages: relative where the user wrote relative paths.
  std::string shown(std::string_view written) const;

  /// "judge.toml:12", or "--set".
  std::string origin(const toml::node& node) const;

  const std::filesystem::path& file() const { return file_; }
  std::vector<Problem> take_problems();  // in the file's order
  std::vector<Problem> take_warnings();

 private:
  Problem make(const toml::source_region& source, std::string key, std::string message) const;
  std::optional<std::string> home_of(std::string_view written) const;

  std::filesystem::path file_;  // as the user wrote it
  std::filesystem::path folder_;
  const Environment& environment_;
  std::vector<Problem> problems_;
  std::vector<Problem> warnings_;
};

/// As it stands where there is no current directory.
std::filesystem::path absolute_path(const std::filesystem::path& path);

/// "a.b" and "c d" → a.b."c d"; nothing in it can trouble a terminal.
std::string join_key(std::string_view parent, std::string_view name);

/// "an integer", "a list", …
std::string_view kind_of(const toml::node& node);

bool is_among(std::string_view name, const std::vector<std::string>& names);

/// C0, DEL and C1 control characters.
bool has_control_character(std::string_view text);

/// For lists in messages: printable, joined by ", ".
std::string enumerate(const std::vector<std::string>& names);

/// `, did you mean "gpt"?`, or `; there are: a, b` when none is near.
std::string suggest(std::string_view word, const std::vector<std::string>& known);

}  // namespace judge
