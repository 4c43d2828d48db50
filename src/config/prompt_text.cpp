#include "config/prompt_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/text_file.hpp"

namespace judge {

namespace {

constexpr std::size_t largest_prompt = std::size_t{4} << 20;

bool is_template(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find('\n') != std::string_view::npos;
}

bool names_text_file(std::string_view text) {
  return text.ends_with(".mustache") || text.ends_with(".txt") || text.ends_with(".md");
}

std::optional<PromptText> from_file(Reading& reading, const Entry& entry,
                                    const std::string& written) {
  const std::string shown = reading.shown(written);
  auto text = read_text_file(reading.resolve(written), largest_prompt);
  if (!text) {
    reading.problem(entry, fmt::format("the file \"{}\": {}", shown, text.error()));
    return std::nullopt;
  }
  if (const auto bad = invalid_utf8(*text)) {
    const auto end = text->begin() + static_cast<std::ptrdiff_t>(*bad);
    reading.problem(entry, fmt::format("the file \"{}\": line {} is not UTF-8", shown,
                                       1 + std::count(text->begin(), end, '\n')));
    return std::nullopt;
  }
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  if (trim(*text).empty()) {
    reading.problem(entry, fmt::format("the file \"{}\" is empty", shown));
    return std::nullopt;
  }
  return PromptText{std::move(*text), written};
}

std::optional<PromptText> read_text(Section& section, std::string_view key,
                                    bool (*is_inline)(std::string_view)) {
  const auto value = section.string(key);
  if (!value) return std::nullopt;
  Reading& reading = section.reading();
  const Entry entry = section.entry(key);
  if (trim(*value).empty()) {
    reading.problem(entry, "is empty");
    return std::nullopt;
  }
  if (is_inline(*value)) return PromptText{*value, reading.origin(*entry.node)};
  if (has_control_character(*value)) {
    reading.problem(entry, "is the path of a file (no {{…}} in it) with a control character");
    return std::nullopt;
  }
  return from_file(reading, entry, *value);
}

}  // namespace

std::optional<PromptText> read_prompt(Section& section, std::string_view key) {
  return read_text(section, key, is_template);
}

std::optional<PromptText> read_system(Section& section, std::string_view key) {
  return read_text(section, key, [](std::string_view text) {
    return is_template(text) || !names_text_file(text);
  });
}

}  // namespace judge
