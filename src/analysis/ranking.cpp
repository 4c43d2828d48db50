#include "analysis/ranking.hpp"

#include <fmt/format.h>

#include "analysis/agreement_raters.hpp"
#include "analysis/ranking_bradley_terry.hpp"
#include "analysis/ranking_pairs.hpp"

namespace judge {
namespace {

Sheet elo_sheet(const std::string& rater, const Games& games, const EloSettings& settings) {
  Sheet sheet{.key = "ranking",
              .title = fmt::format("Elo, by {}", rater),
              .columns = {{"model", "model", Show::text},
                          {"n", "n", Show::count},
                          {"rating", "rating", Show::score}},
              .rows = {},
              .remarks = {}};
  remark_on_left_out(games, sheet);
  const auto ratings = elo_ratings(games.pairings, games.players.size(), settings);
  if (!ratings) return sheet;
  for (const auto player : best_first(*ratings))
    sheet.rows.push_back({games.players[player], games_played(games, player), (*ratings)[player]});
  sheet.remarks.push_back(fmt::format(
      "Elo from {:g} with k = {:g}, a game a line: it depends on the lines' order and has no error "
      "bars; Bradley–Terry has neither fault.",
      settings.initial, settings.k));
  return sheet;
}

bool is_preference(const Rater& rater) {
  return rater.column->kind == VerdictKind::preference &&
         rater.column->rater != Column::Rater::call;
}

void add_ranking(const std::string& rater, const Games& games, const BootstrapPlan& plan,
                 const RankingOptions& options, std::vector<Sheet>& sheets) {
  if (games.players.size() < 2 || !games.named) return;
  if (games.players.size() > 2) sheets.push_back(win_matrix_sheet(rater, games));
  sheets.push_back(options.elo ? elo_sheet(rater, games, options.elo_settings)
                               : bradley_terry_sheet(rater, games, plan, options));
}

}  // namespace

std::vector<Sheet> ranking_sheets(const VerdictTable& table, const AnalysisOptions& options,
                                  const RankingOptions& ranking) {
  std::vector<Sheet> sheets;
  auto pairs = pairs_sheet(options.level);
  for (const auto& rater : raters_of(table)) {
    if (!is_preference(rater)) continue;
    const auto games = games_of(table, *rater.column);
    if (games.pairings.empty()) {
      pairs.remarks.push_back(fmt::format("{}: no comparison has a verdict.", rater.name));
      continue;
    }
    add_pairs(rater.name, games, options, pairs);
    add_ranking(rater.name, games, bootstrap_plan(options), ranking, sheets);
  }
  if (!pairs.empty()) sheets.insert(sheets.begin(), std::move(pairs));
  return sheets;
}

}  // namespace judge
