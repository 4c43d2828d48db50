#include "grade/token_mass.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "grade/said.hpp"

namespace judge {
namespace {

/// Not a number, or a server's rounding above 0, is no harm.
double probability(double logprob) {
  return std::isnan(logprob) ? 0 : std::exp(std::min(logprob, 0.0));
}

/// Spaces as raw vocabularies write them, and what may open a value.
std::string_view without_lead(std::string_view token) {
  for (bool cut = true; cut;) {
    cut = false;
    token = without_opening(token);
    for (const std::string_view mark : {"▁", "Ġ", "Ċ", "\n", "{", ":"})
      if (token.starts_with(mark)) {
        token.remove_prefix(mark.size());
        cut = true;
      }
  }
  return token;
}

bool word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
}

class Mass {
 public:
  Mass(std::span<const AnswerToken> tokens, std::span<const Spelling> spellings)
      : tokens_(tokens), spellings_(spellings) {}

  /// `so_far`: what the tokens before spell.
  void add(std::size_t at, std::size_t skip, const std::string& so_far, double factor) {
    const auto& token = tokens_[at];
    const auto said = text_of(token.token.substr(std::min(skip, token.token.size())), so_far);
    weigh(said, at, true, factor * probability(token.logprob));
    for (const auto& other : token.top) {
      if (other.token == token.token) continue;
      weigh(text_of(other.token, so_far), at, false, factor * probability(other.logprob));
    }
  }

  double weighted = 0, coverage = 0, ambiguous = 0;

 private:
  std::string text_of(std::string_view token, const std::string& so_far) const {
    return so_far + lower(so_far.empty() ? without_lead(token) : token);
  }

  /// The spelling that `text` is, whatever follows it that cannot belong to it ("7}").
  const Spelling* whole(const std::string& text) const {
    const Spelling* best = nullptr;
    for (const auto& one : spellings_)
      if (text.starts_with(one.text) && ends(text, one.text.size()) &&
          (best == nullptr || one.text.size() > best->text.size()))
        best = &one;
    return best;
  }

  /// "7", "7}", "7." but not "7.5" nor "70".
  static bool ends(const std::string& text, std::size_t at) {
    if (at == text.size()) return true;
    if (text[at] == '.' && at + 1 < text.size()) return !word_byte(text[at + 1]);
    return !word_byte(text[at]) || !word_byte(text[at - 1]);
  }

  /// Whether `text` may still become, or be, spellings of several values.
  bool undecided(const std::string& text) const {
    const auto* first = whole(text);
    for (const auto& one : spellings_) {
      if (!one.text.starts_with(text)) continue;
      if (first != nullptr && first->value != one.value) return true;
      first = &one;
    }
    return false;
  }

  /// The one value that `text` begins.
  const Spelling* begun(const std::string& text) const {
    const auto found = std::ranges::find_if(
        spellings_, [&](const auto& one) { return one.text.starts_with(text); });
    return found == spellings_.end() ? nullptr : &*found;
  }

  /// Whether each longer spelling is offered as one token beside this one: then this one is whole.
  bool longer_are_tokens(const std::string& text, std::size_t at) const {
    return std::ranges::all_of(spellings_, [&](const auto& one) {
      if (one.text.size() <= text.size() || !one.text.starts_with(text)) return true;
      const auto is_it = [&](const auto& token) {
        return lower(without_lead(token.token)) == one.text;
      };
      return is_it(tokens_[at]) || std::ranges::any_of(tokens_[at].top, is_it);
    });
  }

  void weigh(const std::string& text, std::size_t at, bool own, double mass) {
    if (text.empty() || mass == 0) return;
    if (!undecided(text)) {
      const auto* spelling = whole(text);
      count(spelling != nullptr ? spelling : begun(text), mass);
    } else if (whole(text) != nullptr && longer_are_tokens(text, at)) {
      count(whole(text), mass);
    } else if (own && at + 1 == tokens_.size()) {
      count(whole(text), mass);
    } else if (own && steps_ < longest_way) {
      ++steps_;
      add(at + 1, 0, text, mass);
    } else {
      ambiguous += mass;
    }
  }

  void count(const Spelling* spelling, double mass) {
    if (spelling == nullptr) return;
    weighted += spelling->value * mass;
    coverage += mass;
  }

  static constexpr int longest_way = 32;  // tokens may be empty

  std::span<const AnswerToken> tokens_;
  std::span<const Spelling> spellings_;
  int steps_ = 0;
};

}  // namespace

ExpectedResult token_mass(std::span<const AnswerToken> tokens, std::size_t first, std::size_t skip,
                          std::span<const Spelling> spellings) {
  Mass mass(tokens, spellings);
  mass.add(first, skip, "", 1);
  if (!(mass.coverage > 0))
    return std::unexpected(
        Unscored{"no_score_token", "No token at the verdict's place stands for a valid value."});
  return ExpectedValue{mass.weighted / mass.coverage, std::min(mass.coverage, 1.0), mass.ambiguous,
                       first};
}

}  // namespace judge
