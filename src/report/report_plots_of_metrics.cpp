// Which plots a report has.
#include <algorithm>

#include "base/text.hpp"
#include "report/paint.hpp"
#include "report/report_plots.hpp"

namespace judge {
namespace {

std::size_t place(const Sheet& sheet, std::string_view key) {
  const auto found = std::ranges::find(sheet.columns, key, &Sheet::Column::key);
  return static_cast<std::size_t>(found - sheet.columns.begin());
}

std::string text_of(const Sheet::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : "";
}

PlottedInterval plotted(const Sheet& metrics, const std::vector<Sheet::Value>& row) {
  std::string label;
  for (const auto* const key : {"model", "group"})
    if (const auto part = text_of(row[place(metrics, key)]); !part.empty())
      label += (label.empty() ? "" : " / ") + part;
  PlottedInterval plotted{.label = label.empty() ? text_of(row[place(metrics, "judge")]) : label,
                          .value = std::get<double>(row[place(metrics, "mean")]),
                          .interval = std::nullopt};
  if (const auto* interval = std::get_if<Interval>(&row[place(metrics, "interval")]))
    plotted.interval = *interval;
  return plotted;
}

std::vector<double> scores_of(const Column& column) {
  std::vector<double> scores;
  for (const auto& cell : column.cells)
    if (cell.scored()) scores.push_back(cell.score);
  return scores;
}

std::string headed(const std::string& heading, std::string plot, const PlotStyle& style) {
  if (plot.empty()) return "";
  return "\n" + paint(Paint::bold, printable(heading, 60), style.color) + "\n" + std::move(plot);
}

}  // namespace

std::string report_plots(const Sheet& metrics, const VerdictTable& table, const PlotStyle& style) {
  const auto& mean = metrics.columns[place(metrics, "mean")];
  const auto& interval = metrics.columns[place(metrics, "interval")];
  std::string text;
  for (const auto& column : table.columns) {
    if (column.rater != Column::Rater::judge) continue;
    std::vector<PlottedInterval> rows;
    for (const auto& row : metrics.rows)
      if (text_of(row[place(metrics, "judge")]) == column.name &&
          std::holds_alternative<double>(row[place(metrics, "mean")]))
        rows.push_back(plotted(metrics, row));
    text += headed(column.name + ": " + mean.title + " and " + interval.title,
                   interval_plot(rows, mean.show, style), style);
    text += headed(column.name + ": scores", histogram(scores_of(column), style), style);
  }
  return text;
}

}  // namespace judge
