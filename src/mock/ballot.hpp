#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mock/scale.hpp"

namespace judge::mock {

/// A verdict as it is said, and what might have been said in its place.
struct Ballot {
  struct Option {
    std::string text;
    double share = 1;  // of the probability; they sum to 1
  };
  std::vector<Option> options;
  std::size_t said = 0;   // the likeliest
  std::string lead = {};  // what stands before it in the answer

  const std::string& text() const { return options[said].text; }
};

/// The option whose worth is nearest to `wanted` is said, and others are the likelier the nearer
/// they are: normal with standard deviation `spread`. `texts` is not empty.
Ballot ballot_near(std::span<const std::string> texts, std::span<const double> worths,
                   double wanted, double spread);

/// Over a scale's whole numbers; what is said is all there is where it has others.
Ballot ballot_on(const Scale& scale, double quality, bool whole);
inline Ballot ballot_on(const Scale& scale, double quality) {
  return ballot_on(scale, quality, scale.whole());
}

/// The ballot as a member of a JSON object: after `"key":`, strings in quotes.
Ballot in_json(Ballot ballot, std::string_view key, bool strings);

}  // namespace judge::mock
