#include "analysis/agreement_labels.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "analysis/agreement_pair.hpp"
#include "stats/classification.hpp"

namespace judge {
namespace {

using Value = Sheet::Value;

Value count(std::uint64_t n) {
  return static_cast<std::int64_t>(n);
}

Value value(const std::optional<double>& number) {
  return number ? Value(*number) : Value();
}

struct Tally {
  std::map<std::string, std::uint64_t> labels;
  std::uint64_t none = 0;
};

Tally tally(const VerdictTable& table, const Column& column) {
  Tally tally;
  std::vector<std::uint64_t> counts(categories(table, column.kind));
  for (const auto& cell : column.cells) {
    if (rated(column, cell))
      ++counts[category(column, cell)];
    else
      ++tally.none;
  }
  for (std::uint32_t c = 0; c < counts.size(); ++c)
    if (counts[c] > 0) tally.labels[category_name(table, column.kind, c)] = counts[c];
  return tally;
}

/// Numbers by size, then words by name; a before a tie before b.
bool comes_before(const std::string& a, const std::string& b) {
  const auto number = [](const std::string& text) -> std::optional<double> {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
  };
  const auto x = number(a), y = number(b);
  if (x && y && *x != *y) return *x < *y;
  if (x.has_value() != y.has_value()) return x.has_value();
  return a < b;
}

/// Columns in the order of the config or of what they are; then the labels nobody announced.
std::vector<std::string> label_order(std::span<const Rater> raters,
                                     const std::vector<Tally>& tallies) {
  std::vector<std::string> order;
  const auto add = [&](const std::string& label) {
    if (std::ranges::find(order, label) == order.end()) order.push_back(label);
  };
  for (const auto& rater : raters) {
    for (const auto& choice : rater.column->choices) add(choice.label);
    if (rater.column->kind == VerdictKind::preference)
      for (const auto* label : {"A", "tie", "B"}) add(label);
    if (rater.column->kind == VerdictKind::truth)
      for (const auto* label : {"true", "false"}) add(label);
  }
  std::vector<std::string> others;
  for (const auto& [labels, none] : tallies)
    for (const auto& [label, n] : labels) others.push_back(label);
  std::ranges::sort(others, comes_before);
  std::ranges::for_each(others, add);
  return order;
}

// Wider than this it is no table any more.
constexpr std::size_t most_labels = 40;

void add_classes(const VerdictTable& table, const Rater& judge, const Rater& person, Sheet& sheet) {
  const auto pairs = confusion_of(table, *person.column, *judge.column);
  const auto figures = classification(pairs);
  if (!figures) return;
  const auto kind = judge.column->kind;
  for (std::uint32_t c = 0; c < figures->classes.size(); ++c) {
    const auto& [support, predicted, precision, recall, f1] = figures->classes[c];
    if (support == 0 && predicted == 0) continue;
    sheet.rows.push_back({judge.name, person.name, category_name(table, kind, c), count(support),
                          count(predicted), value(precision), value(recall), value(f1)});
  }
  sheet.rows.push_back({judge.name, person.name, "macro", count(figures->n), count(figures->n),
                        figures->macro_precision, figures->macro_recall, figures->macro_f1});
}

}  // namespace

Sheet rater_labels_sheet(const VerdictTable& table, std::span<const Rater> raters) {
  Sheet sheet{
      .key = "rater_labels", .title = "Labels by rater", .columns = {}, .rows = {}, .remarks = {}};
  std::vector<Rater> nominal;
  std::vector<Tally> tallies;
  for (const auto& rater : raters) {
    if (!is_nominal(rater.column->kind)) continue;
    nominal.push_back(rater);
    tallies.push_back(tally(table, *rater.column));
  }
  const auto labels = label_order(nominal, tallies);
  if (labels.size() > most_labels) {
    sheet.remarks.emplace_back("There are too many different labels for a table of their counts.");
    return sheet;
  }
  sheet.columns.push_back({.key = "rater", .title = "rater"});
  for (const auto& label : labels)
    sheet.columns.push_back({.key = label, .title = label, .show = Show::count});
  sheet.columns.push_back({.key = "no_verdict", .title = "no verdict", .show = Show::count});
  for (std::size_t r = 0; r < nominal.size(); ++r) {
    auto& row = sheet.rows.emplace_back();
    row.emplace_back(nominal[r].name);
    for (const auto& label : labels) {
      const auto found = tallies[r].labels.find(label);
      row.push_back(count(found == tallies[r].labels.end() ? 0 : found->second));
    }
    row.push_back(count(tallies[r].none));
  }
  return sheet;
}

Sheet classification_sheet(const VerdictTable& table, std::span<const Rater> raters) {
  Sheet sheet{.key = "classification",
              .title = "Judges' labels, people's as the truth",
              .columns = {{.key = "judge", .title = "judge"},
                          {.key = "person", .title = "person"},
                          {.key = "label", .title = "label"},
                          {.key = "support", .title = "person says", .show = Show::count},
                          {.key = "predicted", .title = "judge says", .show = Show::count},
                          {.key = "precision", .title = "precision", .show = Show::rate},
                          {.key = "recall", .title = "recall", .show = Show::rate},
                          {.key = "f1", .title = "F1", .show = Show::rate}},
              .rows = {},
              .remarks = {}};
  for (const auto& judge : raters)
    for (const auto& person : raters)
      if (!judge.human() && person.human() && is_nominal(judge.column->kind) &&
          relation(judge, person))
        add_classes(table, judge, person, sheet);
  return sheet;
}

}  // namespace judge
