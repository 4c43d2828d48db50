#include "mock/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "mock/number.hpp"

namespace judge::mock {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 30> kWorths{{
    {"correct", 1},
    {"right", 1},
    {"yes", 1},
    {"true", 1},
    {"pass", 1},
    {"good", 1},
    {"excellent", 1},
    {"relevant", 1},
    {"faithful", 1},
    {"safe", 1},
    {"acceptable", 1},
    {"met", 1},
    {"mostly correct", 0.8},
    {"partial", 0.5},
    {"partially", 0.5},
    {"partially correct", 0.5},
    {"partly correct", 0.5},
    {"mixed", 0.5},
    {"fair", 0.5},
    {"incorrect", 0},
    {"wrong", 0},
    {"no", 0},
    {"false", 0},
    {"fail", 0},
    {"bad", 0},
    {"poor", 0},
    {"irrelevant", 0},
    {"unfaithful", 0},
    {"unsafe", 0},
    {"unacceptable", 0},
}};
constexpr double kSpread = 0.2;  // how far from its worth a label is still thinkable

using Worths = std::vector<double>;
using Labels = std::span<const std::string>;

/// Each label's worth by `read`, or nullopt where one has none.
std::optional<Worths> read_all(Labels labels, auto read) {
  Worths worths;
  for (const std::string& label : labels) {
    const auto value = read(label);
    if (!value) return std::nullopt;
    worths.push_back(*value);
  }
  return worths;
}

/// Which side a label of a comparison takes: "A", "A>B" 0.3, "A>>B" 0.8, ties 0, B negative.
std::optional<double> side(std::string_view label) {
  const std::string folded = lower(label);
  if (folded == "a" || folded == "a>b") return 0.3;
  if (folded == "b" || folded == "b>a") return -0.3;
  if (folded == "a>>b") return 0.8;
  if (folded == "b>>a") return -0.8;
  if (folded == "c" || folded == "tie" || folded == "a=b") return 0;
  return std::nullopt;
}

bool graded_by_initials(Labels labels) {
  const auto among = [](const std::string& label) {
    return label == "C" || label == "P" || label == "I" || label == "N";
  };
  return labels.size() > 1 && std::ranges::all_of(labels, among) &&
         std::ranges::find(labels, "C") != labels.end();
}

double wanted_side(Opinion& opinion) {
  const double preference = opinion.preference().value_or(2 * opinion.random().uniform() - 1);
  // Only a near draw is one; what is clearer belongs to a side, if only just.
  if (std::abs(preference) <= kTie) return preference;
  return std::copysign(std::max(std::abs(preference), 0.2), preference);
}

/// As if the best came first.
Worths by_place(std::size_t count) {
  Worths worths;
  for (std::size_t i = 0; i < count; ++i)
    worths.push_back(1 - (static_cast<double>(i) + 0.5) / static_cast<double>(count));
  return worths;
}

}  // namespace

std::optional<double> worth(std::string_view label) {
  const std::string folded = lower(trim(label));
  for (const auto& [word, value] : kWorths)
    if (folded == word) return value;
  return std::nullopt;
}

Ballot yes_or_no(Opinion& opinion, const Criterion* criterion) {
  constexpr double kSure = 0.9;
  constexpr double kWidth = 0.1;
  const double yes = criterion ? (opinion.meets(*criterion) ? kSure : 1 - kSure)
                               : 1 / (1 + std::exp((0.5 - opinion.quality()) / kWidth));
  return {.options = {{"true", yes}, {"false", 1 - yes}}, .said = yes >= 0.5 ? 0U : 1U};
}

Ballot choose(Labels labels, Opinion& opinion) {
  const auto sides = read_all(labels, side);
  if (sides && labels.size() > 1) return ballot_near(labels, *sides, wanted_side(opinion), kSpread);
  const double quality = opinion.quality();
  if (graded_by_initials(labels)) {
    const auto initial = [](const std::string& label) -> std::optional<double> {
      return label == "C" ? 1 : label == "P" ? 0.5 : 0;
    };
    return ballot_near(labels, *read_all(labels, initial), quality, kSpread);
  }
  if (const auto meanings = read_all(labels, worth))
    return ballot_near(labels, *meanings, quality, kSpread);
  if (const auto numbers = read_all(labels, read_number)) {
    const auto [low, high] = std::ranges::minmax(*numbers);
    const double span = high > low ? high - low : 1;
    return ballot_near(labels, *numbers, low + quality * span, kSpread * span);
  }
  return ballot_near(labels, by_place(labels.size()), quality, kSpread);
}

}  // namespace judge::mock
