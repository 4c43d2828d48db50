#pragma once

#include <string>

#include "analysis/ranking.hpp"
#include "analysis/ranking_games.hpp"
#include "stats/bootstrap.hpp"

namespace judge {

/// "ranking" of ranking.hpp, by Bradley–Terry.
Sheet bradley_terry_sheet(const std::string& rater, const Games& games, const BootstrapPlan& plan,
                          const RankingOptions& options);

}  // namespace judge
