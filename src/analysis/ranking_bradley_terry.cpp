#include "analysis/ranking_bradley_terry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/ranking_style.hpp"
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

void add_at_equal_style(const std::optional<StyleControlled>& equal, std::size_t player,
                        bool is_baseline, std::vector<Value>& row) {
  if (!equal) {
    row.insert(row.end(), 2, Value());
    return;
  }
  const auto& strength = equal->against_baseline[player];
  row.emplace_back(points(strength.value));
  row.push_back(is_baseline ? Value() : Value(points(strength.interval)));
}

}  // namespace

Sheet bradley_terry_sheet(const std::string& rater, const Games& games, const BootstrapPlan& plan,
                          const RankingOptions& options) {
  const auto interval = fmt::format("{:g} % interval", plan.level * 100);
  Sheet sheet{.key = "ranking",
              .title = fmt::format("Bradley–Terry, by {}", rater),
              .columns = {{"model", "model", Show::text},
                          {"n", "n", Show::count},
                          {"strength", "strength", Show::score},
                          {"points", "Elo points", Show::score},
                          {"points_interval", interval, Show::score},
                          {"score", "score", Show::score},
                          {"score_interval", interval, Show::score},
                          {"style_controlled", "style-controlled", Show::score},
                          {"style_controlled_interval", interval, Show::score}},
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
  const auto equal = at_equal_style(games, baseline, plan.level, sheet);
  for (const auto player : best_first(fit->log_strengths)) {
    const double above = fit->log_strengths[player] - fit->log_strengths[baseline];
    const auto range = errors.of(player);
    sheet.rows.push_back({games.players[player], games_played(games, player), shares[player],
                          points(above), range ? Value(points(*range)) : Value(), score(above),
                          range ? Value(score(*range)) : Value()});
    add_at_equal_style(equal, player, player == baseline, sheet.rows.back());
  }
  sheet.remarks.push_back(fmt::format(
      "Baseline: {}, at {:g} points; the score is how many of 100 comparisons with it are won.",
      games.players[baseline], baseline_points));
  return sheet;
}

}  // namespace judge
