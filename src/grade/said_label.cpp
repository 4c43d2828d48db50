#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "grade/said.hpp"

namespace judge {
namespace {

constexpr std::string_view white = " \t\r\n";

bool ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](auto word) { return text.starts_with(word); });
}

/// Punctuation that ends a word, as against C+, A-, A/B, A=B, A_1.
bool punctuated(std::string_view text) {
  const auto after = text.size() < 2 || white.contains(text[1]) || !ascii_letter(text[1]);
  if (std::string_view("_>'").contains(text[0])) return after;
  return std::string_view(".,;:!?)]}*\"`($").contains(text[0]) ||
         starts_with_any(text, {"–", "—", "…", "”", "’", "»", "。", "，", "：", "）", "】"});
}

bool ends_word(std::string_view text) {
  return text.empty() || white.contains(text[0]) || punctuated(text);
}

/// The longest label that `text` starts with as a whole word.
const Choice* label_at(std::string_view text, std::span<const Choice> choices) {
  const Choice* best = nullptr;
  for (const auto& choice : choices) {
    const auto size = choice.label.size();
    if (size > 0 && starts_with_ignoring_case(text, choice.label) && ends_word(text.substr(size)) &&
        (best == nullptr || size > best->label.size()))
      best = &choice;
  }
  return best;
}

/// The label after as few decorations as will do: a label may begin with one itself.
const Choice* take_label(std::string_view& text, std::span<const Choice> choices) {
  const auto bare = without_opening(trim(text));
  for (auto rest = trim(text); rest.size() >= bare.size() && !rest.empty(); rest.remove_prefix(1))
    if (const auto* choice = label_at(rest, choices)) {
      text = rest.substr(choice->label.size());
      return choice;
    }
  return nullptr;
}

/// "A or B", "A/B", "A and B": not a choice. `rest` follows the first label.
bool names_another(std::string_view rest, std::span<const Choice> choices, const Choice* first) {
  rest = without_closing(rest);
  for (const std::string_view link : {"or ", "and ", "nor ", "vs ", "vs. ", "/", "|", "&", "="})
    if (starts_with_ignoring_case(rest, link)) {
      rest.remove_prefix(link.size());
      const auto* other = take_label(rest, choices);
      return other != nullptr && other != first;
    }
  return false;
}

/// What follows a label that is said of something, not part of a sentence about something else.
bool ends_clause(std::string_view rest) {
  if (rest.empty() || punctuated(rest)) return true;
  const auto word = rest.substr(std::min(rest.find_first_not_of(" \t\r"), rest.size()));
  if (word.empty() || word[0] == '\n' || word[0] == '-' || punctuated(word)) return true;
  for (const std::string_view link :
       {"because ", "since ", "as ", "wins", "is better", "is the better", "with ",
        "is slightly better", "is marginally better", "is somewhat better", "is clearly better",
        "is much better", "is far better", "is significantly better", "is preferred", "is superior",
        "is the winner", "is stronger"})
    if (starts_with_ignoring_case(word, link)) return true;
  return false;
}

/// Nothing but closing marks and at most one full stop.
bool is_end(std::string_view rest) {
  rest = without_closing(rest);
  if (!rest.empty() && (rest[0] == '.' || rest[0] == '!')) rest.remove_prefix(1);
  return trim(without_closing(rest)).empty();
}

/// One word that is no label.
std::optional<std::string_view> lone_word(std::string_view text) {
  const auto bare = without_opening(text);
  const auto size = std::min(bare.find_first_of(" \t\r\n.,;:!?*\"`)]'"), bare.size());
  if (size == 0 || size > 60 || !is_end(bare.substr(size))) return std::nullopt;
  return bare.substr(0, size);
}

std::string listed(std::span<const Choice> choices) {
  std::string out;
  for (const auto& choice : choices)
    out += fmt::format("{}{}", out.empty() ? "" : ", ", choice.label);
  return printable(out);
}

}  // namespace

Said<const Choice*> said_label(std::string_view text, Span span, std::span<const Choice> choices) {
  auto rest = text;
  const auto* choice = take_label(rest, choices);
  if (choice == nullptr) {
    const auto word = lone_word(text);
    if (!word) return std::nullopt;
    return std::unexpected(
        Unscored{"unknown_label",
                 fmt::format("\"{}\" is none of {}.", printable(*word, 40), listed(choices))});
  }
  if (names_another(rest, choices, choice))
    return std::unexpected(Unscored{
        "conflict", fmt::format("\"{}\" names several labels.", printable(trim(text), 60))});
  if (span == Span::whole && !is_end(rest)) return std::nullopt;
  if (span == Span::clause && !ends_clause(rest)) return std::nullopt;
  return choice;
}

}  // namespace judge
