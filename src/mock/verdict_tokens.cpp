#include "mock/verdict_tokens.hpp"

#include <algorithm>

#include "mock/tokens.hpp"

namespace judge::mock {
namespace {

constexpr std::size_t kBehind = 4;  // bytes behind a verdict that may be of its last token

/// How one option would be written in the answer.
struct Way {
  std::vector<std::string> tokens;
  double share = 0;
};

struct Place {
  std::size_t token = 0;  // in which the verdict begins
  std::string before;     // what of that token is before it
  std::string behind;     // what follows the verdict
};

/// One token more than the option takes: there another may go on.
Way way_of(const Ballot::Option& option, const Place& place) {
  const std::string text = place.before + option.text + place.behind;
  Way way{{}, option.share};
  std::size_t size = 0;
  for (const auto token : split_tokens(text)) {
    way.tokens.emplace_back(token);
    if (size >= place.before.size() + option.text.size()) break;
    size += token.size();
  }
  return way;
}

bool begins_alike(const Way& one, const Way& other, std::size_t count) {
  return one.tokens.size() > count && other.tokens.size() > count &&
         std::equal(one.tokens.begin(), one.tokens.begin() + static_cast<std::ptrdiff_t>(count),
                    other.tokens.begin());
}

/// What may stand in the said way's token of that number, if what is before it stands.
std::vector<TokenShare> shares_at(std::span<const Way> ways, const Way& said, std::size_t number) {
  std::vector<TokenShare> shares;
  double sum = 0;
  for (const Way& way : ways) {
    if (!begins_alike(way, said, number)) continue;
    const auto same = std::ranges::find(shares, way.tokens[number], &TokenShare::token);
    if (same == shares.end())
      shares.push_back({way.tokens[number], way.share});
    else
      same->share += way.share;
    sum += way.share;
  }
  for (auto& entry : shares) entry.share /= sum;
  return shares;
}

void add(VerdictTokens& found, const Ballot& ballot, const Place& place,
         std::span<const std::string_view> tokens) {
  std::vector<Way> ways;
  for (const auto& option : ballot.options) ways.push_back(way_of(option, place));
  const Way& said = ways[ballot.said];
  for (std::size_t i = 0; i < said.tokens.size() && place.token + i < tokens.size(); ++i) {
    if (said.tokens[i] != tokens[place.token + i]) return;  // its end is cut off here
    if (auto shares = shares_at(ways, said, i); shares.size() > 1)
      found[place.token + i] = std::move(shares);
  }
}

}  // namespace

VerdictTokens verdict_tokens(std::span<const std::string_view> tokens,
                             std::span<const Ballot> ballots) {
  VerdictTokens found;
  if (tokens.empty()) return found;
  const std::string_view text(tokens.front().data(), tokens.back().end());
  std::size_t from = 0, token = 0, start = 0;
  for (const Ballot& ballot : ballots) {
    const auto at = text.find(ballot.lead + ballot.text(), from);
    if (at == std::string_view::npos) continue;
    const auto begin = at + ballot.lead.size();
    from = begin + ballot.text().size();
    while (start + tokens[token].size() <= begin) start += tokens[token++].size();
    add(found, ballot,
        {token, std::string(text.substr(start, begin - start)),
         std::string(text.substr(from, kBehind))},
        tokens);
  }
  return found;
}

}  // namespace judge::mock
