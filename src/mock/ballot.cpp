#include "mock/ballot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "mock/reply.hpp"

namespace judge::mock {
namespace {

constexpr double kMostNumbers = 1000;

double density(double distance, double spread) {
  return std::exp(-distance * distance / (2 * spread * spread));
}

std::string unquoted(std::string_view text) {
  const std::string quoted = json_quoted(text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

Ballot ballot_near(std::span<const std::string> texts, std::span<const double> worths,
                   double wanted, double spread) {
  const auto distance = [&](double worth) { return std::abs(worth - wanted); };
  const auto nearest = std::ranges::min_element(worths, {}, distance);
  Ballot ballot;
  ballot.said = static_cast<std::size_t>(nearest - worths.begin());
  double sum = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ballot.options.push_back({texts[i], density(distance(worths[i]), spread)});
    sum += ballot.options.back().share;
  }
  // What is wanted may be far from all.
  if (sum < 1e-9) ballot.options[ballot.said].share = sum = 1;
  for (auto& option : ballot.options) option.share /= sum;
  return ballot;
}

Ballot ballot_on(const Scale& scale, double quality, bool whole) {
  // Beyond 2^53 the next number is no other.
  if (!whole || scale.high - scale.low > kMostNumbers || std::abs(scale.low) > 1e12)
    return {.options = {
                {fmt::format("{}", whole ? std::round(scale.at(quality)) : scale.at(quality))}}};
  std::vector<std::string> texts;
  std::vector<double> numbers;
  for (double number = scale.low; number <= scale.high; ++number) {
    texts.push_back(fmt::format("{}", number));
    numbers.push_back(number);
  }
  const double span = scale.high - scale.low;
  // The noise of one verdict, and a little more.
  return ballot_near(texts, numbers, scale.low + quality * span,
                     std::clamp(0.07 * span, 0.35, 2.5));
}

Ballot in_json(Ballot ballot, std::string_view key, bool strings) {
  ballot.lead = json_quoted(key) + (strings ? ":\"" : ":");
  if (strings)
    for (auto& option : ballot.options) option.text = unquoted(option.text);
  return ballot;
}

}  // namespace judge::mock
