#include "config/syntax.hpp"

#include "base/text.hpp"
#include "config/text_file.hpp"

namespace judge {

namespace {

constexpr std::size_t largest_config = std::size_t{16} << 20;

// The parser quotes numbers it cannot read in full ("'0123…' is not representable"), and an
// unquoted key may look like one. What it quotes elsewhere is a character or the name of a key.
std::string without_values(std::string text) {
  const bool quotes_value = text.find("representable") != std::string::npos ||
                            text.find("interpret") != std::string::npos;
  const auto first = text.find('\'');
  const auto last = text.rfind('\'');
  if (quotes_value && first < last && last != std::string::npos) {
    text.replace(first, last - first + 1, "the value");
  }
  return text;
}

std::string describe(std::string_view description) {
  std::string text = without_values(std::string(description));
  if (text.find("could not determine value type") != std::string::npos) {
    text += " (text needs quotes)";
  }
  return printable(text);
}

}  // namespace

std::expected<toml::table, Problem> parse_toml(std::string_view text, const std::string& source) {
  try {
    return toml::parse(text, source);
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    return std::unexpected(Problem{source, at.line, at.column, "", describe(error.description())});
  }
}

std::expected<toml::table, Problem> read_toml(const std::filesystem::path& file) {
  const auto text = read_text_file(file, largest_config);
  if (!text) return std::unexpected(Problem{file.string(), 0, 0, "", text.error()});
  return parse_toml(*text, file.string());
}

}  // namespace judge
