#include "analysis/ranking_games.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "analysis/agreement_raters.hpp"

namespace judge {
namespace {

/// Numbers of what turns up, in the order in which it does.
class Numbering {
 public:
  std::uint32_t operator()(std::uint32_t name) {
    return numbers_.try_emplace(name, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> numbers_;
};

double gap(std::uint32_t first, std::uint32_t second) {
  return static_cast<double>(first) - static_cast<double>(second);
}

std::optional<StyleGap> style_gap(const VerdictLine& line) {
  if (!line.other) return std::nullopt;
  const auto& first = line.output;
  const auto& second = *line.other;
  return StyleGap{.chars = gap(first.chars, second.chars),
                  .headings = gap(first.headings, second.headings),
                  .list_items = gap(first.list_items, second.list_items),
                  .bold = gap(first.bold, second.bold)};
}

}  // namespace

Games games_of(const VerdictTable& table, const Column& column) {
  Games games;
  Names players;
  Numbering cluster;
  const auto clusters = line_clusters(table);
  const auto player = [&](std::uint32_t model, const char* otherwise) {
    const bool named = model != no_name && !table.models[model].empty();
    games.named = games.named || named;
    const auto number = players.add(named ? table.models[model] : otherwise);
    games.as_second.resize(players.size());
    return number;
  };
  for (std::size_t i = 0; i < table.lines.size(); ++i) {
    const auto& line = table.lines[i];
    const auto first = player(line.model, "a"), second = player(line.against, "b");
    if (!column.cells[i].scored()) {
      ++games.without_verdict;
      continue;
    }
    if (first == second) {
      ++games.with_itself;
      continue;
    }
    ++games.as_second[second];
    games.pairings.push_back({.first = first,
                              .second = second,
                              .first_wins = column.cells[i].score,
                              .cluster = cluster(clusters[i])});
    games.styles.push_back(style_gap(line));
  }
  for (std::uint32_t p = 0; p < players.size(); ++p) games.players.push_back(players[p]);
  return games;
}

std::int64_t games_played(const Games& games, std::size_t player) {
  return std::ranges::count_if(games.pairings, [player](const Pairing& game) {
    return game.first == player || game.second == player;
  });
}

void remark_on_left_out(const Games& games, Sheet& sheet) {
  if (games.without_verdict > 0)
    sheet.remarks.push_back(
        fmt::format("{} of {} comparisons have no verdict and are left out.", games.without_verdict,
                    games.without_verdict + games.pairings.size() + games.with_itself));
  if (games.with_itself > 0)
    sheet.remarks.push_back(fmt::format(
        "{} comparisons are of a model with itself and are left out.", games.with_itself));
}

std::vector<std::size_t> best_first(const std::vector<double>& strengths) {
  std::vector<std::size_t> order(strengths.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return strengths[a] != strengths[b] ? strengths[a] > strengths[b] : a < b;
  });
  return order;
}

}  // namespace judge
