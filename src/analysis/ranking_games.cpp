#include "analysis/ranking_games.hpp"

#include <limits>
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

double length_difference(const VerdictLine& line) {
  if (line.other_chars == no_name) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(line.output_chars) - static_cast<double>(line.other_chars);
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
    games.lengths.push_back(length_difference(line));
  }
  for (std::uint32_t p = 0; p < players.size(); ++p) games.players.push_back(players[p]);
  return games;
}

}  // namespace judge
