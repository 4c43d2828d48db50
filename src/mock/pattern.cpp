#include "mock/pattern.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace judge::mock {
namespace {

constexpr std::size_t kLongestPattern = 2000;
constexpr std::size_t kLongestLabel = 40;

std::size_t skip_space(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

bool quote(char c) {
  return c == '"' || c == '\'';
}

/// Keys of the object whose '{' is at the front. Braces within are passed over by their depth.
std::vector<PatternKey> read_keys(std::string_view text) {
  std::vector<PatternKey> keys;
  std::size_t value = 0;  // where the last key's value begins
  const auto close_value = [&](std::size_t end) {
    if (!keys.empty() && keys.back().value.empty())
      keys.back().value = trim(text.substr(value, end - value));
  };
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) {
      close_value(at);
      return keys;
    }
    if (depth != 1 || !quote(text[at])) continue;
    const auto end = text.find(text[at], at + 1);
    if (end == std::string_view::npos) break;
    const auto colon = skip_space(text, end + 1);
    if (colon < text.size() && text[colon] == ':') {
      close_value(at);
      keys.push_back({std::string(text.substr(at + 1, end - at - 1)), {}});
      value = colon + 1;
    }
    at = end;
  }
  return {};  // never closed
}

void add_label(std::vector<std::string>& labels, std::string_view label) {
  label = trim(label);
  while (!label.empty() && (label.back() == '.' || label.back() == ':')) label.remove_suffix(1);
  if (label.starts_with("or ")) label.remove_prefix(3);
  if (label.empty() || label.size() > kLongestLabel || label == "..." || label == "…") return;
  if (std::ranges::find(labels, label) == labels.end()) labels.emplace_back(label);
}

/// What stands between quotes or backticks, where it is not itself a list.
std::vector<std::string> quoted(std::string_view text) {
  std::vector<std::string> labels;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!quote(text[at]) && text[at] != '`') continue;
    const auto end = text.find(text[at], at + 1);
    if (end == std::string_view::npos) break;
    add_label(labels, text.substr(at + 1, end - at - 1));
    at = end;
  }
  return labels;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> labels;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(separator, at), text.size());
    add_label(labels, text.substr(at, end - at));
    at = end + separator.size();
  }
  return labels;
}

}  // namespace

std::vector<PatternKey> find_pattern(std::string_view instructions) {
  int tried = 0;
  for (auto at = instructions.rfind('{'); at != std::string_view::npos && tried < 16;
       at = at == 0 ? std::string_view::npos : instructions.rfind('{', at - 1), ++tried) {
    const auto first = skip_space(instructions, at + 1);
    if (first >= instructions.size() || !quote(instructions[first])) continue;
    if (auto keys = read_keys(instructions.substr(at, kLongestPattern)); !keys.empty()) return keys;
  }
  return {};
}

std::vector<std::string> read_labels(std::string_view text) {
  if (auto labels = quoted(text); labels.size() > 1) return labels;
  while (!text.empty() && (text.front() == '"' || text.front() == '<' || text.front() == '['))
    text.remove_prefix(1);
  while (!text.empty() && std::string_view("\">],").contains(text.back())) text.remove_suffix(1);
  for (const std::string_view separator : {"|", " / ", "/", ", ", " or "}) {
    if (separator == ", " && text.contains(", ")) {
      // "a, b or c" and "a, b, c"
      auto labels = split(text, separator);
      if (const auto last = labels.back().find(" or "); last != std::string::npos) {
        const std::string pair = labels.back();
        labels.pop_back();
        add_label(labels, pair.substr(0, last));
        add_label(labels, pair.substr(last + 4));
      }
      return labels;
    }
    if (auto labels = split(text, separator); labels.size() > 1) return labels;
  }
  return {};
}

}  // namespace judge::mock
