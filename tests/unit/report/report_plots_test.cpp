#include "report/report_plots.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using namespace judge;

namespace {

const std::vector<PlottedInterval> two{{"gpt", 0.5, Interval{0, 1}},
                                       {"llama", 0.75, Interval{0.5, 1}}};

PlotStyle style(bool unicode) {
  return {.unicode = unicode, .color = false, .width = 50};
}

}  // namespace

TEST_CASE("intervals are drawn on one axis, whose ends are written below") {
  CHECK(interval_plot(two, Show::rate, style(true)) ==
        "  gpt    ├───────────────────●───────────────────┤\n"
        "  llama                      ├─────────●─────────┤\n"
        "         0.0 %                             100.0 %\n");
}

TEST_CASE("where the terminal does not know more than ASCII, a plot needs no more") {
  auto rows = two;
  rows[0].label = "gé";
  const auto plot = interval_plot(rows, Show::rate, style(false));
  CHECK(plot.starts_with("  g??    |-------------------o-------------------|\n"));
  for (const char c : plot) CHECK((c & 0x80) == 0);
}

TEST_CASE("a value without an interval is a point, and a single one has no axis") {
  CHECK(interval_plot(std::vector<PlottedInterval>{{"one\n", 3, std::nullopt}}, Show::score,
                      style(false)) == "  one\\n                      o\n");
  CHECK(interval_plot({}, Show::score, style(false)).empty());
}

TEST_CASE("a histogram has a row a score where there are few") {
  const std::vector<double> scores{1, 2, 2, 2, 2, 10};
  CHECK(histogram(scores, {.unicode = false, .color = false, .width = 49}) ==
        "   1  1  ##########\n"
        "   2  4  ########################################\n"
        "  10  1  ##########\n");
}

TEST_CASE("numbers at the ends of what there is are drawn too") {
  constexpr double huge = std::numeric_limits<double>::max();
  std::vector<double> scores{-huge, huge};
  for (int i = 0; i < 20; ++i) scores.push_back(i);
  CHECK(std::ranges::count(histogram(scores, style(false)), '\n') == 10);
  CHECK(interval_plot(std::vector<PlottedInterval>{{"x", 0, Interval{-huge, huge}}}, Show::score,
                      style(false))
            .contains("o"));
}

TEST_CASE("a histogram of many different scores has ten rows, and none is lost") {
  std::vector<double> scores;
  for (int i = 0; i <= 100; ++i) scores.push_back(i / 10.0);
  const auto plot = histogram(scores, style(false));
  CHECK(plot.starts_with("   0 to 1  10  "));
  CHECK(plot.contains("\n  9 to 10  11  "));
  CHECK(std::ranges::count(plot, '\n') == 10);
}
