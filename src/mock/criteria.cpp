#include "mock/criteria.hpp"

#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace judge::mock {
namespace {

constexpr int kMost = 1000;

/// Takes a whole number off the front of `text`.
std::optional<int> take_number(std::string_view& text) {
  int value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < 1 || value > kMost) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

bool names_points(std::string_view text) {
  return text.ends_with(" points)") || text.ends_with(" point)");
}

std::optional<Criterion> read_line(std::string_view line) {
  const auto number = take_number(line);
  if (!number || !line.starts_with(". ")) return std::nullopt;
  const std::string_view text = trim(line.substr(2));
  const auto points = text.rfind('(');
  return Criterion{*number, text, names_points(text) && text.substr(points).starts_with("(-")};
}

/// One after the other: 1, 2, 3. A list of one may begin anywhere: it is asked for by itself.
std::vector<Criterion> read_lines(std::string_view text, bool only_with_points) {
  std::vector<Criterion> found;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto criterion = read_line(trim(text.substr(0, end)));
    if (criterion && (!only_with_points || names_points(criterion->text)) &&
        (found.empty() || criterion->number == found.back().number + 1))
      found.push_back(*criterion);
    text = end == std::string_view::npos ? "" : text.substr(end + 1);
  }
  return found;
}

std::optional<int> count_in(std::string_view instructions) {
  constexpr std::string_view words = "each of the ";
  const auto at = instructions.rfind(words);
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = instructions.substr(at + words.size());
  const auto count = take_number(rest);
  return rest.starts_with(" criteria") ? count : std::nullopt;
}

}  // namespace

std::vector<Criterion> find_criteria(const PromptParts& parts) {
  auto found = parts.criteria.empty() ? read_lines(parts.instructions, true)
                                      : read_lines(parts.criteria, false);
  if (const auto count = count_in(parts.instructions)) {
    const auto wanted = static_cast<std::size_t>(*count);
    if (found.size() > wanted) found.resize(wanted);
    while (found.size() < wanted) found.push_back({.number = static_cast<int>(found.size()) + 1});
  }
  return found;
}

}  // namespace judge::mock
