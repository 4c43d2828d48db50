#include "analysis/ranking.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/agreement_raters.hpp"
#include "analysis/ranking_pairs.hpp"
#include "stats/bradley_terry.hpp"

namespace judge {
namespace {

using Value = Sheet::Value;

// Of the scale's own making: where the baseline stands.
constexpr double baseline_points = 1000;
// A share of replicates in which not all models were comparable, above which it is said.
constexpr double worth_saying = 0.01;

double points(double logits) {
  return baseline_points + elo_per_logit * logits;
}
Interval points(const Interval& logits) {
  return {.low = points(logits.low), .high = points(logits.high)};
}

/// 100/(1 + 10^((R_base − R_m)/400)) of R_m − R_base in logits.
double score(double logits) {
  return 100 / (1 + std::exp(-logits));
}
Interval score(const Interval& logits) {
  return {.low = score(logits.low), .high = score(logits.high)};
}

Sheet::Column column(std::string key, std::string title, Show show) {
  return {.key = std::move(key), .title = std::move(title), .show = show};
}

std::string listed(const std::vector<std::size_t>& group, const Games& games) {
  std::string text;
  for (const auto player : group) text += (text.empty() ? "" : ", ") + games.players[player];
  return text;
}

/// Why there is no one scale for all.
void explain(const Games& games, Sheet& sheet) {
  const auto groups = comparability(win_matrix(games.pairings, games.players.size()));
  if (groups.connected > 1)
    sheet.remarks.push_back(fmt::format(
        "The comparisons fall into {} parts with none between them: nothing is known of models "
        "in different parts.",
        groups.connected));
  std::string parts;
  for (const auto& group : groups.groups)
    parts += fmt::format("{}({})", parts.empty() ? "" : " ", listed(group, games));
  sheet.remarks.push_back(fmt::format(
      "There is no ranking: models are on one scale only where each has, directly or through "
      "others, at least half a win against every other. Comparable with one another are: {}.",
      parts));
}

std::size_t baseline_of(const Games& games, const RankingOptions& options, Sheet& sheet) {
  const auto usual =
      static_cast<std::size_t>(std::ranges::max_element(games.as_second) - games.as_second.begin());
  if (!options.baseline) return usual;
  const auto found = std::ranges::find(games.players, *options.baseline);
  if (found != games.players.end()) return static_cast<std::size_t>(found - games.players.begin());
  sheet.remarks.push_back(fmt::format("The baseline {} was never compared; {} stands in for it.",
                                      *options.baseline, games.players[usual]));
  return usual;
}

std::vector<std::size_t> best_first(const std::vector<double>& strengths) {
  std::vector<std::size_t> order(strengths.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return strengths[a] != strengths[b] ? strengths[a] > strengths[b] : a < b;
  });
  return order;
}

std::int64_t games_played(const Games& games, std::size_t player) {
  return std::ranges::count_if(games.pairings, [player](const Pairing& game) {
    return game.first == player || game.second == player;
  });
}

/// Intervals of ln p − ln p_base, by bootstrap where there are several clusters.
class Errors {
 public:
  Errors(const Games& games, const BradleyTerry& fit, std::size_t baseline,
         const BootstrapPlan& plan, Sheet& sheet)
      : fit_(fit), baseline_(baseline), level_(plan.level) {
    if (plan.replicates > 0)
      bootstrap_ = bradley_terry_bootstrap(games.pairings, games.players.size(), baseline, plan);
    if (!bootstrap_) {
      sheet.remarks.emplace_back(
          "Intervals take every comparison as independent; there was no bootstrap.");
      return;
    }
    const auto all = static_cast<double>(bootstrap_->replicates + bootstrap_->incomparable);
    const double share = static_cast<double>(bootstrap_->incomparable) / all;
    if (share > worth_saying)
      sheet.remarks.push_back(fmt::format(
          "In {:.0f} % of the bootstrap's replicates some models were not comparable, and those "
          "are left out: the intervals are too narrow.",
          100 * share));
  }

  std::optional<Interval> of(std::size_t player) const {
    if (player == baseline_) return std::nullopt;
    if (bootstrap_) return bootstrap_->against_baseline[player];
    return fit_.against(player, baseline_, level_).transform([](const Estimated& estimated) {
      return estimated.interval;
    });
  }

 private:
  const BradleyTerry& fit_;
  std::size_t baseline_;
  double level_;
  std::optional<BradleyTerryBootstrap> bootstrap_;
};

void remark_on_left_out(const Games& games, Sheet& sheet) {
  if (games.without_verdict > 0)
    sheet.remarks.push_back(
        fmt::format("{} of {} comparisons have no verdict and are left out.", games.without_verdict,
                    games.without_verdict + games.pairings.size() + games.with_itself));
  if (games.with_itself > 0)
    sheet.remarks.push_back(fmt::format(
        "{} comparisons are of a model with itself and are left out.", games.with_itself));
}

Sheet bradley_terry_sheet(const std::string& rater, const Games& games, const BootstrapPlan& plan,
                          const RankingOptions& options) {
  const auto interval = fmt::format("{:g} % interval", plan.level * 100);
  Sheet sheet{.key = "ranking",
              .title = fmt::format("Bradley–Terry, by {}", rater),
              .columns = {column("model", "model", Show::text), column("n", "n", Show::count),
                          column("strength", "strength", Show::score),
                          column("points", "Elo points", Show::score),
                          column("points_interval", interval, Show::score),
                          column("score", "score", Show::score),
                          column("score_interval", interval, Show::score)},
              .rows = {},
              .remarks = {}};
  remark_on_left_out(games, sheet);
  const auto fit = bradley_terry(win_matrix(games.pairings, games.players.size()));
  if (!fit) {
    explain(games, sheet);
    return sheet;
  }
  const auto baseline = baseline_of(games, options, sheet);
  const auto shares = fit->shares();
  const Errors errors(games, *fit, baseline, plan, sheet);
  for (const auto player : best_first(fit->log_strengths)) {
    const double above = fit->log_strengths[player] - fit->log_strengths[baseline];
    const auto range = errors.of(player);
    sheet.rows.push_back({games.players[player], games_played(games, player), shares[player],
                          points(above), range ? Value(points(*range)) : Value(), score(above),
                          range ? Value(score(*range)) : Value()});
  }
  sheet.remarks.push_back(fmt::format(
      "Baseline: {}, at {:g} points; the score is how many of 100 comparisons with it are won.",
      games.players[baseline], baseline_points));
  return sheet;
}

Sheet elo_sheet(const std::string& rater, const Games& games, const EloSettings& settings) {
  Sheet sheet{.key = "ranking",
              .title = fmt::format("Elo, by {}", rater),
              .columns = {column("model", "model", Show::text), column("n", "n", Show::count),
                          column("rating", "rating", Show::score)},
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
