#pragma once

#include <cstdint>
#include <optional>

#include "run/opening.hpp"
#include "run/record.hpp"
#include "store/results_file.hpp"

namespace judge {

/// Decides line by line what of an earlier run still holds, and counts it into the opening. A line
/// holds if its fingerprint is the one that today's config and dataset give its place, and the
/// place is not taken.
class LineJudge {
 public:
  LineJudge(const Config& config, const Pipeline& pipeline, bool retry_unscored, Opening& opening);

  /// Keeps what is done; failed lines are to be tried again, unscored ones where asked for.
  KeepLine operator()(JsonView line);
  /// Counts what holds, failed ones too.
  void look(JsonView line);

  const std::optional<Error>& error() const { return error_; }

 private:
  struct Place {
    std::uint64_t number;
    std::uint64_t sample;
  };

  std::optional<Place> place_of(JsonView line);
  std::optional<std::size_t> candidate_of(JsonView line) const;
  void count(const Place& place, const LineFigures& figures);

  const Config& config_;
  const Pipeline& pipeline_;
  bool retry_unscored_;
  Opening& opening_;
  std::optional<Error> error_;
};

}  // namespace judge
