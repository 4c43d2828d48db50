#include "grade/places.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_value = 80;  // within brackets
constexpr std::size_t longest_line = 400;  // as far as a value is looked for behind its keyword
constexpr std::string_view result_mark = "[result]";
constexpr auto npos = std::string_view::npos;

bool ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Nothing before it on its line but decoration, or a colon that leads to it.
bool stands(std::string_view prose, std::size_t at) {
  while (at > 0 && std::string_view(" \t*_`#-\"").contains(prose[at - 1])) --at;
  return at == 0 || prose[at - 1] == '\n' || prose[at - 1] == ':';
}

/// The rest of the line; where that is empty, the next line that is not, then `span` is whole.
std::string_view line_value(std::string_view prose, std::size_t at, Span& span) {
  auto rest = prose.substr(std::min(at, prose.size()), longest_line);
  for (bool first = true; !rest.empty(); first = false) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (!without_opening(line).empty()) {
      if (!first) span = Span::whole;
      return line;
    }
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  return prose.substr(at, 0);
}

std::size_t end_of(std::string_view prose, std::string_view part) {
  return static_cast<std::size_t>(part.end() - prose.begin());
}

}  // namespace

void find_double_brackets(std::string_view prose, const OnPlace& on_place) {
  for (auto at = prose.find("[["); at != npos; at = prose.find("[[", at + 1)) {
    const auto inside = prose.substr(at + 2, longest_value);
    const auto size = inside.find_first_of("[]\n");
    if (size == npos || size == 0 || !inside.substr(size).starts_with("]]")) continue;
    on_place({Mark::double_bracket, at, at + size + 4, inside.substr(0, size), Span::whole,
              stands(prose, at), true});
  }
}

void find_results(std::string_view prose, const OnPlace& on_place) {
  for (auto at = prose.find('['); at != npos; at = prose.find('[', at + 1)) {
    if (!starts_with_ignoring_case(prose.substr(at), result_mark)) continue;
    auto from = at + result_mark.size();
    if (prose.substr(from).starts_with(':')) ++from;
    auto span = Span::prefix;
    const auto value = line_value(prose, from, span);
    on_place({Mark::result, at, end_of(prose, value), value, span, stands(prose, at), false});
  }
}

void find_single_brackets(std::string_view prose, const OnPlace& on_place) {
  for (auto at = prose.find('['); at != npos; at = prose.find('[', at + 1)) {
    const auto inside = prose.substr(at + 1, longest_value);
    const auto size = inside.find_first_of("[]\n");
    if (size == npos || size == 0 || inside[size] != ']') continue;
    const char before = at == 0 ? ' ' : prose[at - 1];
    const auto end = at + size + 2;
    const char after = end < prose.size() ? prose[end] : ' ';
    if (ascii_letter(before) || std::string_view("0123456789_])").contains(before) ||
        std::string_view("([]").contains(after) ||
        starts_with_ignoring_case(prose.substr(at), result_mark))
      continue;
    on_place({Mark::double_bracket, at, end, inside.substr(0, size), Span::whole, false, true});
  }
}

void find_first_line(std::string_view prose, const OnPlace& on_place) {
  auto span = Span::whole;
  const auto line = line_value(prose, 0, span);
  const bool json = line.contains('\x01');
  if (!line.empty() && !json)
    on_place({.mark = Mark::labelled, .end = end_of(prose, line), .value = line, .span = span});
}

namespace {

/// "Final score (1-10):", from the first letter to behind the colon.
class Label {
 public:
  Label(std::string_view prose, std::size_t at) : prose_(prose), at_(at) {}

  /// Where the value begins.
  std::optional<std::size_t> read(std::span<const Keyword> keywords, bool& weak) {
    const auto keyword = take_keyword(keywords);
    if (!keyword) return std::nullopt;
    weak = keyword->weak;
    if (!take_follower(*keyword)) return std::nullopt;
    skip_marks();
    skip_is();
    skip_parenthesis();
    skip_marks();
    if (!take(":") && !take("=") && !take("：")) return std::nullopt;
    return at_;
  }

 private:
  std::string_view rest() const { return prose_.substr(std::min(at_, prose_.size())); }

  std::string_view take_word() {
    constexpr std::size_t longest_word = 16;
    const auto from = at_;
    while (at_ < prose_.size() && at_ - from < longest_word && ascii_letter(prose_[at_])) ++at_;
    return prose_.substr(from, at_ - from);
  }

  /// Up to two words such as "my final" may stand before the keyword.
  std::optional<Keyword> take_keyword(std::span<const Keyword> keywords) {
    for (int words = 0; words < 3; ++words) {
      const auto word = lower(take_word());
      const auto found = std::ranges::find(keywords, std::string_view(word), &Keyword::word);
      if (found != keywords.end()) return *found;
      if (std::ranges::find(before_, word) == before_.end() || !take(" ")) return std::nullopt;
    }
    return std::nullopt;
  }

  /// False where a word has to follow, and does not.
  bool take_follower(const Keyword& keyword) {
    const auto before = at_;
    if (take(" ") && std::ranges::find(keyword.then, lower(take_word())) != keyword.then.end())
      return true;
    at_ = before;
    return !keyword.needs_then;
  }

  /// "My final verdict is: A"
  void skip_is() {
    if (!starts_with_ignoring_case(rest(), "is") || (rest().size() > 2 && ascii_letter(rest()[2])))
      return;
    at_ += 2;
    skip_marks();
  }

  void skip_marks() {
    while (at_ < prose_.size() && std::string_view(" \t*_`\"").contains(prose_[at_])) ++at_;
  }

  void skip_parenthesis() {
    constexpr std::size_t longest_remark = 40;
    if (!rest().starts_with('(')) return;
    const auto close = rest().substr(0, longest_remark).find_first_of(")\n");
    if (close != npos && rest()[close] == ')') at_ += close + 1;
  }

  bool take(std::string_view text) {
    if (!rest().starts_with(text)) return false;
    at_ += text.size();
    return true;
  }

  static constexpr std::array<std::string_view, 7> before_{"final", "overall", "total", "my",
                                                           "the",   "our",     "so"};
  std::string_view prose_;
  std::size_t at_;
};

void try_label(std::string_view prose, std::size_t at, std::span<const Keyword> keywords,
               const OnPlace& on_place) {
  bool weak = false;
  const auto from = Label(prose, at).read(keywords, weak);
  if (!from) return;
  auto span = Span::clause;
  const auto value = line_value(prose, *from, span);
  on_place({Mark::labelled, at, end_of(prose, value), value, span, true, weak});
}

}  // namespace

namespace {

/// Whether a word begins at `at` that nobody quotes.
bool starts_word(std::string_view prose, std::size_t at) {
  const auto before = prose.substr(0, at);
  if (before.empty()) return true;
  const char c = before.back();
  return !ascii_letter(c) && !std::string_view("0123456789_\"'`").contains(c) &&
         !before.ends_with("“") && !before.ends_with("‘") && !before.ends_with("„");
}

}  // namespace

void find_in_sentences(std::string_view prose, std::span<const Keyword> keywords,
                       const OnPlace& on_place) {
  for (std::size_t line = 0; line < prose.size();) {
    const auto end = std::min(prose.find('\n', line), prose.size());
    const auto start = prose.find_first_not_of(" \t", line);
    const bool quoted = start < end && prose[start] == '>';
    for (auto at = line; at < end && !quoted; ++at) {
      if (!ascii_letter(prose[at]) || !starts_word(prose, at)) continue;
      try_label(prose, at, keywords, [&](Place place) {
        place.mark = Mark::in_sentence;
        place.standing = false;
        on_place(place);
      });
    }
    line = end + 1;
  }
}

void find_labelled(std::string_view prose, std::span<const Keyword> keywords,
                   const OnPlace& on_place) {
  for (std::size_t line = 0; line < prose.size();) {
    const auto end = std::min(prose.find('\n', line), prose.size());
    // A line that starts with ">" quotes somebody else.
    const auto start = prose.find_first_not_of(" \t#*_-`", line);
    if (start < end) try_label(prose, start, keywords, on_place);
    const auto whole_line = prose.substr(0, end);
    for (auto bold = whole_line.find("**", std::min(start, end)); bold != npos;
         bold = whole_line.find("**", bold + 2))
      try_label(prose, bold + 2, keywords, on_place);
    line = end + 1;
  }
}

}  // namespace judge
