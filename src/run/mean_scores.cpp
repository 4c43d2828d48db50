#include "run/mean_scores.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "run/record.hpp"
#include "stats/mean.hpp"
#include "store/results_file.hpp"

namespace judge {

Result<EarlyStop::Scores> mean_scores(Files& files, const std::filesystem::path& results,
                                      const std::string& judge) {
  std::unordered_map<std::string, RunningMean> means;
  auto read = read_results(files, results, [&](JsonView line) {
    const auto score = first_score(figures_of(line, judge), judge);
    if (const auto id = line["id"].text(); id && score) means[std::string(*id)].add(*score);
  });
  if (!read) return std::unexpected(read.error());
  if (means.empty())
    return fail(Fault::config,
                fmt::format("{}: run.stop_when.compare: no line has a score of judge "
                            "\"{}\"",
                            printable(results.string()), printable(judge, 60)));
  EarlyStop::Scores scores;
  for (const auto& [id, mean] : means) scores.emplace(id, *mean.mean());
  return scores;
}

}  // namespace judge
