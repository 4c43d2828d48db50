// What kind of verdicts a column holds, and what people's verdicts are worth on the judge's scale.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "results/read_results_builder.hpp"

namespace judge {

using Rater = Column::Rater;

namespace {

void set_scale(Column& column) {
  if (column.kind != VerdictKind::truth && column.kind != VerdictKind::preference) return;
  column.min = 0;
  column.max = 1;
}

void take(const About::Judge& judge, Column& column) {
  column.kind = judge.kind;
  column.min = judge.min;
  column.max = judge.max;
  column.choices = judge.choices;
}

void copy_scale(const Column& judge, Column& column) {
  column.kind = judge.kind;
  column.min = judge.min;
  column.max = judge.max;
  column.choices = judge.choices;
}

/// A preference by the words and the codes that datasets of pairs use: 1 the first, 2 the second, 0
/// or 1.5 neither.
std::optional<double> preference_worth(std::string_view said) {
  constexpr std::array<std::pair<std::string_view, double>, 8> codes{{{"a", 1},
                                                                      {"b", 0},
                                                                      {"tie", 0.5},
                                                                      {"1", 1},
                                                                      {"2", 0},
                                                                      {"0", 0.5},
                                                                      {"1.5", 0.5},
                                                                      {"0.5", 0.5}}};
  const auto known = std::ranges::find(codes, lower(said), [](const auto& c) { return c.first; });
  return known == codes.end() ? std::nullopt : std::optional(known->second);
}

/// What a person's label is worth on the judge's scale.
std::optional<double> worth(const Column& judge, const std::string& label) {
  if (judge.kind == VerdictKind::preference) return preference_worth(label);
  const auto choice = std::ranges::find(judge.choices, label, &Choice::label);
  if (choice != judge.choices.end()) return choice->value;
  if (judge.kind == VerdictKind::label) return std::nullopt;
  double number = 0;
  const auto* const end = label.data() + label.size();
  if (std::from_chars(label.data(), end, number).ptr == end && !label.empty()) return number;
  return std::nullopt;
}

}  // namespace

void ResultsBuilder::infer_choices(Column& column) const {
  std::map<std::uint32_t, double> worths;
  for (const auto& cell : column.cells)
    if (cell.scored() && cell.label != no_name) worths.emplace(cell.label, cell.score);
  for (const auto& [label, score] : worths) column.choices.push_back({table_.labels[label], score});
  std::ranges::sort(column.choices, [](const Choice& a, const Choice& b) {
    return a.value != b.value ? a.value > b.value : a.label < b.label;
  });
}

void ResultsBuilder::name_failures() {
  const auto failed = table_.reasons.add("failed");
  for (auto& column : table_.columns)
    for (std::size_t i = 0; i < column.cells.size(); ++i)
      if (table_.lines[i].failed && column.rater == Rater::judge && !column.cells[i].scored())
        column.cells[i].reason = failed;
}

const About::Judge* ResultsBuilder::described(const std::string& judge) const {
  if (!about_) return nullptr;
  const auto known = std::ranges::find(about_->judges, judge, &About::Judge::name);
  return known == about_->judges.end() ? nullptr : &*known;
}

void ResultsBuilder::name_the_kinds(const std::string& file) {
  bool inferred = false;
  for (std::size_t i = 0; i < origins_.size(); ++i) {
    auto& column = table_.columns[i];
    if (column.rater != Rater::judge) continue;
    if (const auto* known = described(column.name)) {
      take(*known, column);
    } else {
      inferred = true;
      column.kind = origins_[i].seen.kind().value_or(VerdictKind::number);
      if (column.kind == VerdictKind::label) infer_choices(column);
    }
    set_scale(column);
  }
  for (auto& column : table_.columns)
    if (column.rater == Rater::call) take_from_judge(column);
  if (!inferred) return;
  const auto about = printable(about_path(file).native());
  table_.remarks.push_back(
      (about_ ? about + " does not know every judge" : "There is no " + about + " beside it") +
      ": what kind of verdicts they are is told from the verdicts, and the ends of scales are "
      "unknown.");
}

// A call about one criterion says whether it is met, else it says what the judge would.
void ResultsBuilder::take_from_judge(Column& call) const {
  const auto* judge = table_.column(call.name, Rater::judge);
  if (judge == nullptr || !call.criterion.empty()) {
    call.kind = VerdictKind::truth;
    return set_scale(call);
  }
  copy_scale(*judge, call);
}

void ResultsBuilder::resolve_people() {
  for (auto& column : table_.columns) {
    if (column.rater != Rater::human) continue;
    const auto* judge = table_.column(column.name, Rater::judge);
    if (judge == nullptr && !names_.empty()) judge = table_.column(names_.front(), Rater::judge);
    if (judge != nullptr) resolve_person(*judge, column);
  }
}

void ResultsBuilder::resolve_person(const Column& judge, Column& column) {
  copy_scale(judge, column);
  std::uint64_t unknown = 0;
  const auto unknown_label = table_.reasons.add("unknown_label");
  for (auto& cell : column.cells) {
    const bool code = cell.scored() && judge.kind == VerdictKind::preference;
    if (!code && (cell.scored() || cell.label == no_name)) continue;
    const auto said = code ? fmt::format("{}", cell.score) : table_.labels[cell.label];
    if (const auto score = worth(judge, said)) {
      cell.score = *score;
    } else {
      cell.score = std::numeric_limits<double>::quiet_NaN();
      cell.reason = unknown_label;
      ++unknown;
    }
  }
  if (unknown > 0)
    table_.remarks.push_back(fmt::format(
        "{} for {} {} no value that the judge has, and {} as unknown.",
        unknown == 1 ? "1 human verdict" : show_count(unknown) + " human verdicts",
        printable(column.name), unknown == 1 ? "is" : "are", unknown == 1 ? "counts" : "count"));
}

}  // namespace judge
