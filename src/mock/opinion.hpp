#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "mock/prompt_parts.hpp"

namespace judge::mock {

/// How much of the reference an output holds, by words, in [0, 1]: the mean of recall and of the
/// overlap coefficient |R ∩ O| / min(|R|, |O|), so that neither a short right answer nor a long one
/// suffers. Words of the question and the commonest words tell nothing and are left out.
double overlap(std::string_view reference, std::string_view output, std::string_view question);

/// What the mock thinks of a prompt's matter: a pure function of (seed, prompt).
class Opinion {
 public:
  Opinion(const PromptParts& parts, std::uint64_t seed);

  /// Quality of the judged output in [0, 1], with a little noise, anew with each call.
  double quality();
  /// Of two outputs, above 0 where the first is better, in [-1, 1]; nullopt where there are not
  /// two to compare.
  std::optional<double> preference();
  Random& random() { return random_; }

  std::string explanation();  // a sentence or two that fit the quality
  std::string prose();        // the same length of words without any verdict
  std::string answer();       // an ordinary answer, for prompts that ask for no verdict

 private:
  double noise();

  Random random_;
  double quality_;
  std::optional<double> preference_;
};

}  // namespace judge::mock
