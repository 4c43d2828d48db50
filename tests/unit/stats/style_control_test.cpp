#include "stats/style_control.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "draws.hpp"
#include "stats/bradley_terry.hpp"
#include "stats/logistic.hpp"
#include "stats/logit.hpp"

using namespace judge;
using doctest::Approx;

namespace {

const std::vector<double> lengths{120, -300, 45, 800, -210, 60, 330, -90, -640, 15, 200, -30};
const std::vector<double> preferences{1, 0, 1, 1, 0.5, 0, 1, 0, 0, 1, 0.5, 1};

const std::vector<Pairing> pairings{{0, 1, 1}, {0, 1, 0.5}, {1, 0, 1},   {0, 2, 1}, {2, 0, 1},
                                    {0, 2, 0}, {1, 2, 1},   {1, 2, 0.5}, {2, 1, 1}, {0, 1, 1},
                                    {2, 1, 0}, {2, 0, 0},   {1, 2, 0},   {0, 2, 1}};
const std::vector<double> styles{120,  2, -40, 0, 300, 1,  -60, -1, 220,  3,  10,  0, 90,  -2,
                                 -150, 1, 400, 2, 30,  -3, -80, 0,  -200, -1, -20, 1, 150, 2};

}  // namespace

TEST_CASE("the length-controlled win rate is that of the binomial GLM at equal length") {
  // statsmodels 0.13, GLM binomial on a constant and tanh(Δ/sd).
  const auto result = *length_controlled(preferences, lengths, {}, 0.95);
  CHECK(result.raw_win_rate == Approx(0.5833333333333334));
  CHECK(result.win_rate.value == Approx(0.5965850025076708));
  CHECK(result.win_rate.interval.low == Approx(0.26176353853951634));
  CHECK(result.win_rate.interval.high == Approx(0.8604862498008634));
  CHECK(result.length->value == Approx(2.984262570969));
  CHECK(result.length->standard_error == Approx(1.768999796742));
  CHECK(result.ridge == 0);
}

TEST_CASE("style-controlled strengths are those of the binomial GLM") {
  // statsmodels 0.13, GLM binomial on ±1 indicators and Δ/sd(Δ), ddof 1.
  const auto result = *style_controlled(pairings, 3, 0, {2, styles}, 0.95);
  CHECK(result.against_baseline[0].value == 0);
  CHECK(result.against_baseline[0].standard_error == 0);
  CHECK(result.against_baseline[1].value == Approx(-0.49298713));
  CHECK(result.against_baseline[1].standard_error == Approx(1.15936506));
  CHECK(result.against_baseline[2].value == Approx(-0.74818974));
  CHECK(result.features[0]->value == Approx(2.83947137));
  CHECK(result.features[1]->value == Approx(-0.62348384));
  CHECK(result.features[1]->standard_error == Approx(1.04750998));
}

TEST_CASE("without style it is Bradley and Terry's model, errors included") {
  const auto plain = *bradley_terry(win_matrix(pairings, 3));
  const auto result = *style_controlled(pairings, 3, 1, {}, 0.95);
  for (const std::size_t player : {0u, 2u}) {
    const auto expected = *plain.against(player, 1, 0.95);
    CHECK(result.against_baseline[player].value == Approx(expected.value));
    CHECK(result.against_baseline[player].standard_error == Approx(expected.standard_error));
  }
}

TEST_CASE("a style's unit does not matter, and one without variation is left out") {
  std::vector<double> rescaled;
  for (std::size_t i = 0; i < styles.size(); i += 2) {
    rescaled.push_back(styles[i] / 1000);
    rescaled.push_back(4);
    rescaled.push_back(styles[i + 1]);
  }
  const auto plain = *style_controlled(pairings, 3, 0, {2, styles}, 0.95);
  const auto result = *style_controlled(pairings, 3, 0, {3, rescaled}, 0.95);
  CHECK(result.against_baseline[1].value == Approx(plain.against_baseline[1].value));
  CHECK(result.features[0]->value == Approx(plain.features[0]->value));
  CHECK_FALSE(result.features[1]);
  CHECK(result.ridge == 0);
}

TEST_CASE("swapping the models turns the win rate round") {
  std::vector<double> turned, shorter;
  for (const double p : preferences) turned.push_back(1 - p);
  for (const double l : lengths) shorter.push_back(-l);
  const auto there = *length_controlled(preferences, lengths, {}, 0.95);
  const auto back = *length_controlled(turned, shorter, {}, 0.95);
  CHECK(back.win_rate.value == Approx(1 - there.win_rate.value));
  CHECK(back.win_rate.interval.low == Approx(1 - there.win_rate.interval.high));
  CHECK(back.length->value == Approx(there.length->value));
}

TEST_CASE("equal lengths leave the plain win rate") {
  const auto result = *length_controlled(preferences, std::vector(12, 5.0), {}, 0.95);
  CHECK(result.win_rate.value == Approx(result.raw_win_rate));
  CHECK_FALSE(result.length);
}

TEST_CASE("a model that always wins is held in by the ridge, which is told") {
  const auto result = *length_controlled(std::vector(12, 1.0), lengths, {}, 0.95);
  CHECK(result.ridge == fallback_ridge);
  CHECK(result.win_rate.value > 0.8);
  CHECK(result.win_rate.value < 1);
}

TEST_CASE("shapes that do not fit are refused") {
  CHECK_FALSE(length_controlled({}, {}, {}, 0.95));
  CHECK_FALSE(length_controlled(preferences, std::span(lengths).first(3), {}, 0.95));
  CHECK_FALSE(length_controlled(preferences, std::vector<double>(12, NAN), {}, 0.95));
  CHECK_FALSE(length_controlled(std::vector(12, 2.0), lengths, {}, 0.95));
  CHECK_FALSE(length_controlled(preferences, lengths, {2, lengths}, 0.95));
  CHECK_FALSE(length_controlled(preferences, lengths, {}, 1));
  CHECK_FALSE(style_controlled(pairings, 3, 3, {2, styles}, 0.95));
  CHECK_FALSE(style_controlled(pairings, 4, 0, {2, styles}, 0.95));  // one never played
  CHECK_FALSE(style_controlled(pairings, 2, 0, {2, styles}, 0.95));
  CHECK_FALSE(style_controlled({}, 2, 0, {}, 0.95));
}

TEST_CASE("a judge that loves length is seen through") {
  // Equal models, one writes 500 characters more; the judge prefers by length alone.
  double raw = 0, controlled = 0;
  const std::uint64_t runs = 50;
  for (std::uint64_t run = 0; run < runs; ++run) {
    PhiloxStream random(91, run);
    std::vector<double> won, longer;
    for (int i = 0; i < 200; ++i) {
      longer.push_back(500 + 700 * normal(random));
      won.push_back(random.uniform() < sigmoid(1.5 * std::tanh(longer.back() / 700)) ? 1 : 0);
    }
    const auto result = *length_controlled(won, longer, {}, 0.95);
    raw += result.raw_win_rate / runs;
    controlled += result.win_rate.value / runs;
  }
  CHECK(raw > 0.62);
  CHECK(std::abs(controlled - 0.5) < 0.03);
}
