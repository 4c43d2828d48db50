#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// How a plot is drawn. `width` in columns, at least 40 of them are used.
struct PlotStyle {
  bool unicode = true;  // else ASCII only
  bool color = false;
  std::size_t width = 80;
};

/// Whether the terminal's language settings say UTF-8 (LC_ALL, LC_CTYPE, LANG, in this order).
bool unicode_locale();

struct PlottedInterval {
  std::string label;  // need not be printable
  double value = 0;
  std::optional<Interval> interval;  // absent: the point alone
};

/// A row an interval, on one axis whose ends are written below:
///   gpt    ├───●───┤
///   llama       ├──●──┤
///         0.62       0.81
/// Empty for none.
std::string interval_plot(std::span<const PlottedInterval> rows, Show show, const PlotStyle& style);

/// How often each score was given: a row a score where there are at most 12 different ones, else
/// ten rows of equal width. Empty for none.
std::string histogram(std::span<const double> scores, const PlotStyle& style);

/// Both for sheet "metrics" of a report and the scores behind it, a heading each; an interval plot
/// per judge, for scales differ.
std::string report_plots(const Sheet& metrics, const VerdictTable& table, const PlotStyle& style);

}  // namespace judge
