#include "analysis/ranking_pairs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "analysis/ranking_style.hpp"

namespace judge {
namespace {

using Value = Sheet::Value;

// A wider matrix fits no screen.
constexpr std::size_t most_players = 40;

/// The games of two players, seen from the one whose number is lower.
struct Pair {
  std::vector<double> results;
  std::vector<std::optional<StyleGap>> styles;
  std::vector<std::uint32_t> clusters;
};

using Pairs = std::map<std::pair<std::uint32_t, std::uint32_t>, Pair>;

Pairs pairs_of(const Games& games) {
  Pairs pairs;
  for (std::size_t g = 0; g < games.pairings.size(); ++g) {
    const auto& game = games.pairings[g];
    const bool turned = game.first > game.second;
    auto& pair = pairs[std::minmax(game.first, game.second)];
    pair.results.push_back(turned ? 1 - game.first_wins : game.first_wins);
    pair.styles.push_back(turned && games.styles[g] ? -*games.styles[g] : games.styles[g]);
    pair.clusters.push_back(game.cluster);
  }
  return pairs;
}

Value count(std::int64_t n) {
  return n;
}

/// As places in `all`, which is sorted.
std::vector<std::uint32_t> numbered(std::vector<std::uint32_t> clusters,
                                    const std::vector<std::uint32_t>& all) {
  for (auto& cluster : clusters)
    cluster = static_cast<std::uint32_t>(std::ranges::lower_bound(all, cluster) - all.begin());
  return clusters;
}

/// Results that are all the same have no spread to make an interval of, but a rate's interval knows
/// how few they are.
std::optional<Interval> win_rate_interval(const Pair& pair, std::int64_t wins, std::int64_t ties,
                                          const AnalysisOptions& options) {
  auto clusters = pair.clusters;
  std::ranges::sort(clusters);
  const auto repeated = std::ranges::unique(clusters);
  clusters.erase(repeated.begin(), repeated.end());
  const auto n = std::ssize(pair.results);
  if (ties == n) return std::nullopt;
  if (wins == n || (wins == 0 && ties == 0))
    return rate_interval(wins == n ? clusters.size() : 0, clusters.size(), options);
  const Values values{.scores = pair.results,
                      .clusters = numbered(pair.clusters, clusters),
                      .cluster_count = static_cast<std::uint32_t>(clusters.size()),
                      .clustered = std::ssize(clusters) < n};
  return estimate_mean(values, ties == 0, Interval{.low = 0, .high = 1}, options).interval;
}

void add_controlled(const std::optional<LengthControlled>& controlled, std::vector<Value>& row) {
  row.push_back(controlled ? Value(controlled->win_rate.value) : Value());
  row.push_back(controlled ? Value(controlled->win_rate.interval) : Value());
}

}  // namespace

Sheet pairs_sheet(double level) {
  const auto interval = fmt::format("{:g} % interval", level * 100);
  const auto number = [](std::string key, std::string title, Show show) {
    return Sheet::Column{.key = std::move(key), .title = std::move(title), .show = show};
  };
  return {.key = "pairs",
          .title = "Models against each other",
          .columns = {{.key = "rater", .title = "by"},
                      {.key = "a", .title = "model"},
                      {.key = "b", .title = "against"},
                      number("n", "n", Show::count),
                      number("wins", "wins", Show::count),
                      number("ties", "ties", Show::count),
                      number("losses", "losses", Show::count),
                      number("win_rate", "win rate", Show::rate),
                      number("interval", interval, Show::rate),
                      number("length_controlled", "length-controlled", Show::rate),
                      number("length_controlled_interval", interval, Show::rate),
                      number("style_controlled", "style-controlled", Show::rate),
                      number("style_controlled_interval", interval, Show::rate)},
          .rows = {},
          .remarks = {}};
}

void add_pairs(const std::string& rater, const Games& games, const AnalysisOptions& options,
               Sheet& sheet) {
  for (const auto& [players, pair] : pairs_of(games)) {
    const auto& a = games.players[players.first];
    const auto& b = games.players[players.second];
    const auto wins = std::ranges::count_if(pair.results, [](double r) { return r > 0.5; });
    const auto losses = std::ranges::count_if(pair.results, [](double r) { return r < 0.5; });
    const auto n = std::ssize(pair.results);
    const auto ties = n - wins - losses;
    const auto interval = win_rate_interval(pair, wins, ties, options);
    const auto who = fmt::format("{}: {} against {}", rater, a, b);
    const auto [by_length, by_style] =
        at_equal_style(pair.results, pair.styles, who, options.level, sheet);
    auto& row = sheet.rows.emplace_back();
    row = {rater,
           a,
           b,
           count(n),
           count(wins),
           count(ties),
           count(losses),
           running_mean(pair.results).mean().value_or(NAN),
           interval ? Value(*interval) : Value()};
    add_controlled(by_length, row);
    add_controlled(by_style, row);
  }
}

Sheet win_matrix_sheet(const std::string& rater, const Games& games) {
  Sheet sheet{.key = "win_matrix",
              .title = fmt::format("Wins of the row over the column, by {}; a tie is half", rater),
              .columns = {{.key = "model", .title = ""}},
              .rows = {},
              .remarks = {}};
  const auto players = games.players.size();
  if (players > most_players) {
    sheet.remarks.push_back(fmt::format("More than {} models: no matrix of wins.", most_players));
    return sheet;
  }
  const auto wins = win_matrix(games.pairings, players);
  for (const auto& player : games.players)
    sheet.columns.push_back({.key = player, .title = player, .show = Show::score});
  for (std::size_t i = 0; i < players; ++i) {
    auto& row = sheet.rows.emplace_back();
    row.emplace_back(games.players[i]);
    for (std::size_t j = 0; j < players; ++j) {
      const bool met = wins(i, j) + wins(j, i) > 0;
      row.push_back(met ? Value(wins(i, j)) : Value());
    }
  }
  return sheet;
}

}  // namespace judge
