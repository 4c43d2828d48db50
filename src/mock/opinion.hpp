#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "mock/ballot.hpp"
#include "mock/criteria.hpp"
#include "mock/prompt_parts.hpp"

namespace judge::mock {

/// Preferences nearer to 0 are a draw, where one can be said.
constexpr double kTie = 0.05;

/// Whose opinion, and when.
struct Temper {
  std::uint64_t taste = 0;     // what it thinks of texts; others think alike, if not the same
  std::uint64_t occasion = 0;  // noise and the choice of words
  double position_bias = 0;    // share of the pairs in which the first wins whatever it is
};

/// What the mock thinks of a prompt's matter: a pure function of (parts, temper). It is about what
/// the outputs say, never where they stand, but for the position bias.
class Opinion {
 public:
  /// Keeps views of what `parts` views, and of `parts`.
  Opinion(const PromptParts& parts, const Temper& temper);

  /// Quality of the judged output in [0, 1], with a little noise, anew with each call.
  double quality();
  /// Of two outputs, above 0 where the first is better, in [-1, 1]; nullopt where there are not
  /// two to compare.
  std::optional<double> preference() const { return preference_; }
  std::span<const Criterion> criteria() const { return criteria_; }
  /// Faults are rarer in good outputs, all else in bad ones.
  bool meets(const Criterion& criterion) const;
  Random& random() { return random_; }

  std::string explanation();                    // a sentence or two that fit the quality
  std::string explanation_of_met(bool is_met);  // of one criterion
  std::string prose();                          // the same length of words without any verdict
  std::string answer();                         // an ordinary answer, for prompts without a verdict

  /// A verdict that is said; in the order in which they are.
  void cast(Ballot ballot) { ballots_.push_back(std::move(ballot)); }
  const std::vector<Ballot>& ballots() const { return ballots_; }

 private:
  void compare(const PromptParts& parts, const Temper& temper);

  std::uint64_t taste_;
  std::uint64_t judged_ = 0;  // hash of the output with its question
  Random random_;
  std::vector<Criterion> criteria_;
  double quality_ = 0;
  std::optional<double> preference_;
  std::vector<Ballot> ballots_;
};

}  // namespace judge::mock
