#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace judge {

/// Byte offset of the first invalid UTF-8 sequence (overlong forms and surrogates included), or
/// nullopt.
std::optional<std::size_t> invalid_utf8(std::string_view text);

/// For the screen: control characters, terminal escapes, bidi controls and invalid bytes become
/// visible escapes (\n, \x1b, \u202e); at most `max_columns` code points, then "…".
std::string printable(std::string_view text, std::size_t max_columns = 200);

/// The candidate nearest to `word` by edit distance, if near enough to be a slip of the hand.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);  // ASCII only
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

/// "350ms", "30s", "5m", "8h", "1h30m", "1.5s": a sum of decimal numbers with units ms, s, m, h, d.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// For a person, at most two units: "0.35 s", "12 s", "3 m 05 s", "2 h 10 m".
std::string show_duration(std::chrono::milliseconds duration);

/// 1234567 → "1,234,567".
std::string show_count(std::uint64_t count);

/// show_count and the word for it: "1 answer", "1,240 answers".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

/// US dollars with as many digits as tell something: "$0.00018", "$1.24", "$1,204.10".
std::string show_usd(double usd);

/// 2026-11-20T13:00:00Z
std::string show_utc(std::chrono::system_clock::time_point when);

}  // namespace judge
