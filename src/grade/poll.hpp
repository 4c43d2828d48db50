#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "grade/json_objects.hpp"
#include "grade/places.hpp"
#include "grade/said.hpp"

namespace judge {

/// One verdict found in an answer, readable or not.
template <class T>
struct Vote {
  std::expected<T, Unscored> said;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<JsonScalar> explanation;
  std::size_t value_at = 0;  // where its value begins
};

/// The verdicts found, in constant memory: of each family the first and the last one, and whether
/// readable ones differ.
template <class T>
class Poll {
 public:
  void add(const Place& place, const Said<T>& said,
           const std::optional<JsonScalar>& explanation = std::nullopt) {
    if (!said) return;
    Vote<T> vote{*said, place.begin, place.end, explanation, place.value_at};
    if (place.weak && !*said && said->error().reason == "unknown_label") {
      weak_ = std::move(vote);
      return;
    }
    auto& tally = tallies_[static_cast<std::size_t>(place.mark)];
    tally.standing |= place.standing;
    tally.differ |= tally.last && differ(*tally.last, vote);
    if (!tally.first) tally.first = vote;
    tally.last = std::move(vote);
  }

  bool empty() const {
    return std::ranges::none_of(tallies_,
                                [](const Tally& tally) { return tally.last.has_value(); });
  }

  /// The vote that counts by `conflict`, or nullopt where there is none.
  std::optional<Vote<T>> result(std::string_view conflict) const {
    if (empty()) return weak_;
    const bool standing = std::ranges::any_of(tallies_, &Tally::standing);
    std::optional<Vote<T>> first, last;
    bool disagree = false;
    for (const auto& tally : tallies_) {
      if (!tally.last || tally.standing != standing) continue;
      disagree |= tally.differ || (last && differ(*last, *tally.last));
      if (!first || tally.first->begin < first->begin) first = tally.first;
      if (!last || tally.last->begin > last->begin) last = tally.last;
    }
    if (conflict == "null" && disagree)
      last->said = std::unexpected(Unscored{"conflict", "The answer names several labels."});
    return conflict == "first" ? first : last;
  }

 private:
  struct Tally {
    std::optional<Vote<T>> first, last;
    bool differ = false;
    bool standing = false;
  };

  static bool differ(const Vote<T>& a, const Vote<T>& b) {
    return a.said && b.said && *a.said != *b.said;
  }

  std::array<Tally, mark_count> tallies_;
  std::optional<Vote<T>> weak_;
};

}  // namespace judge
