#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <set>

#include "support/world.hpp"

namespace judge {

void World::check_promises(const Outcome& outcome) {
  REQUIRE(outcome.ended);
  REQUIRE_MESSAGE(outcome.summary, outcome.summary.error().message);
  const auto& tally = outcome.summary->tally;

  std::set<std::string> places;
  std::map<std::string, std::uint64_t> statuses;
  for (const auto& line : lines()) {
    const auto place = fmt::format("{}/{}/{}", line["id"].get<std::string>(),
                                   line["epoch"].get<int>(), line.value("model", ""));
    CHECK_MESSAGE(places.insert(place).second, "twice: " << place);
    ++statuses[line["status"]];
    if (line["status"] == "failed") {
      // An account's trouble is no sample's fault.
      CHECK(line["error"]["class"] != "billing");
      CHECK(line["error"]["class"] != "auth");
    }
  }
  CHECK(statuses["scored"] == tally.scored);
  CHECK(statuses["unscored"] == tally.unscored);
  CHECK(statuses["failed"] == tally.failed);
  CHECK(places.size() == tally.done());
  if (!outcome.summary->stopped && outcome.summary->signal == 0) {
    // Nothing stopped it from our side, so nothing may be pending unless a test raised the signal
    // itself.
    CHECK(tally.done() <= tally.total);
  }
  CHECK(outcome.books.in_flight == 0);
  std::size_t permits = 0;
  for (const auto& model : config.models)
    permits +=
        model.max_connections.automatic ? model.max_connections.max : model.max_connections.start;
  CHECK(outcome.books.peak_in_flight <= permits);
  CHECK(everything_answered_once());
}

}  // namespace judge
