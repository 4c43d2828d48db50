#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "bench/scheduler_cases.hpp"

namespace judge::bench {
namespace {

double in_seconds(Duration span) {
  return std::chrono::duration<double>(span).count();
}

std::vector<std::string> keys_of(const ModelConfig& model) {
  std::vector<std::string> keys;
  for (const auto& key : model.api_keys) keys.emplace_back(key.value.reveal());
  if (keys.empty()) keys.emplace_back();
  return keys;
}

/// Of what was let in; retries of faults included.
double mean_tokens(const SimBooks& books) {
  double sum = 0;
  double count = 0;
  for (const auto& arrival : books.arrivals) {
    if (!arrival.counted) continue;
    sum += arrival.tokens;
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

class Table {
 public:
  void head() const {
    fmt::print("{:<24} {:>6} {:>9} {:>9} {:>7} {:>7} {:>8} {:>6} {:>7} {:>6}  {}\n", "case", "rows",
               "makespan", "ideal", "ratio", "net", "requests", "429s", "share", "failed", "");
  }

  /// `ideal` and `latency` in seconds. Ratio is makespan over ideal; net counts one latency to the
  /// ideal, for the last answer's own way.
  void row(const Case& one, const World::Outcome& outcome, double ideal, double latency) {
    const auto& books = outcome.books;
    const auto made = in_seconds(outcome.took);
    const auto requests = static_cast<double>(std::max<std::uint64_t>(books.requests, 1));
    const auto share = static_cast<double>(books.rate_limited) / requests;
    const auto net = made / (ideal + latency);
    const auto failed = outcome.summary ? outcome.summary->tally.failed : 0;
    const bool finished = outcome.summary && outcome.summary->tally.pending() == 0;

    std::string remarks;
    const auto miss = [&](const std::string& what) {
      remarks += (remarks.empty() ? "MISSES " : ", ") + what;
    };
    if (!outcome.summary)
      miss("an error: " + outcome.summary.error().message);
    else if (!finished)
      miss(fmt::format("{} pending", outcome.summary->tally.pending()));
    if (failed > 0) miss("0 failed");
    if (one.target.ratio && net > *one.target.ratio)
      miss(fmt::format("net {:.2f}", *one.target.ratio));
    if (one.target.share_429 && share > *one.target.share_429)
      miss(fmt::format("429s {:.0f} %", 100 * *one.target.share_429));
    if (one.target.count_429 && books.rate_limited > *one.target.count_429)
      miss(fmt::format("429s {}", *one.target.count_429));
    std::string figures;
    if (one.extras)
      for (const auto& extra : one.extras(books)) {
        figures += fmt::format("{} {:g}; ", extra.name, extra.value);
        if (extra.value > extra.most) miss(fmt::format("{} {:g}", extra.name, extra.most));
      }
    if (!remarks.empty()) ++missed_;
    fmt::print(
        "{:<24} {:>6} {:>8.2f}s {:>8.2f}s {:>7.4f} {:>7.4f} {:>8} {:>6} {:>6.2f}% {:>6}  {}{}\n",
        one.name, one.rows, made, ideal, made / ideal, net, books.requests, books.rate_limited,
        100 * share, failed, figures, remarks);
    std::fflush(stdout);
  }

  int missed() const { return missed_; }

 private:
  int missed_ = 0;
};

void run(const Case& one, Table& table) {
  World world(one.rows);
  auto& model = world.config.models[0];
  one.client(model);
  const auto outcome = world.run(one.server);
  const auto ideal =
      one.granted_seconds + one.ideal_seconds.value_or(ideal_seconds(
                                one.server, keys_of(model), one.rows, mean_tokens(outcome.books)));
  table.row(one, outcome, ideal, in_seconds(one.server.latency));
}

}  // namespace
}  // namespace judge::bench

/// An argument names the cases to run: those whose name holds it. Exits with 1 if one misses its
/// target.
int main(int count, char** arguments) {
  const std::string filter = count > 1 ? arguments[1] : "";
  judge::bench::Table table;
  table.head();
  for (const auto& one : judge::bench::scheduler_cases())
    if (one.name.find(filter) != std::string::npos) run(one, table);
  fmt::print("{} cases miss a target\n", table.missed());
  return table.missed() == 0 ? 0 : 1;
}
