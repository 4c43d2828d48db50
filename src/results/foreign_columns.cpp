#include "results/foreign_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "results/foreign_text.hpp"

namespace judge {

using Rater = Column::Rater;

std::size_t ForeignColumns::add(const std::string& name, Rater rater, const FieldReader& reader,
                                bool swapped) {
  Column column;
  column.name = name;
  column.rater = rater;
  column.kind = reader.kind();
  column.swapped = swapped;
  if (rater == Rater::call) column.model = name;
  if (column.kind == VerdictKind::number && mapping_.scale) {
    column.min = mapping_.scale->first;
    column.max = mapping_.scale->second;
  }
  if (column.kind == VerdictKind::label) column.choices = mapping_.values;
  table_.add_column(std::move(column));
  taken_.emplace_back();
  return table_.columns.size() - 1;
}

std::size_t ForeignColumns::add_orders(const Place& place, const std::string& name,
                                       const FieldReader& reader) {
  const auto judge = add(name, Rater::judge, reader, false);
  const auto first = add(name, Rater::call, reader, false);
  const auto second = add(name, Rater::call, reader, true);
  orders_.push_back({.judge = judge, .first = first, .second = second});
  places_[{.field = place.field, .rater = place.rater, .swapped = false}] = first;
  places_[{.field = place.field, .rater = place.rater, .swapped = true}] = second;
  return place.swapped ? second : first;
}

/// For the field; free scorers, whose field is the target, for what they do.
std::string ForeignColumns::name_of_verdict(std::size_t number) const {
  const auto& verdict = mapping_.verdicts[number];
  const auto form = std::string(name_of(verdict.form));
  const auto same = [&](auto member) {
    return std::ranges::count(mapping_.verdicts, verdict.*member, member) > 1;
  };
  if (verdict.form >= FieldForm::exact && !same(&FieldVerdict::form)) return form;
  const bool plain = verdict.form < FieldForm::exact && !same(&FieldVerdict::field);
  return plain ? verdict.field : fmt::format("{} {}", form, verdict.field);
}

std::size_t ForeignColumns::column(const Place& place, const FieldReader& reader,
                                   const std::string& field, bool human, bool both_orders) {
  if (const auto known = places_.find(place); known != places_.end()) return known->second;
  const auto fields = human ? mapping_.human.size() : mapping_.verdicts.size();
  const auto own = human ? field : name_of_verdict(place.field);
  const auto name = place.rater.empty() ? own
                    : fields == 1       ? place.rater
                                        : fmt::format("{} {}", place.rater, own);
  if (both_orders) return add_orders(place, name, reader);
  return places_[place] = add(name, human ? Rater::human : Rater::judge, reader, false);
}

bool ForeignColumns::set(std::size_t column, std::size_t line, const FieldCell& cell) {
  auto& taken = taken_[column];
  if (taken.size() <= line) taken.resize(table_.lines.size());
  if (taken[line]) return false;
  taken[line] = true;
  auto& place = table_.columns[column].cells[line];
  place.score = cell.score;
  if (!cell.label.empty()) place.label = table_.labels.add(cell.label);
  place.reason = cell.scored() ? no_name : table_.reasons.add(cell.reason);
  return true;
}

/// A verdict takes both orders, as in a run.
Cell ForeignColumns::combined(const Cell& first, const Cell& second) {
  if (!first.scored()) return Cell{.reason = first.reason};
  if (!second.scored()) return Cell{.reason = second.reason};
  if (first.label == second.label && first.score == second.score) return first;
  const auto tie = table_.labels.add("tie");
  // Probabilities differ a little in any case: their mean is the verdict of both orders.
  if (first.label == second.label)
    return Cell{.score = (first.score + second.score) / 2, .label = first.label};
  if (mapping_.on_inconsistent == OnInconsistent::drop)
    return Cell{.reason = table_.reasons.add("inconsistent")};
  if (mapping_.on_inconsistent == OnInconsistent::tie) return Cell{.score = 0.5, .label = tie};
  return Cell{.score = 0.5};
}

void ForeignColumns::combine(const Orders& orders) {
  for (std::size_t i = 0; i < table_.lines.size(); ++i)
    table_.columns[orders.judge].cells[i] =
        combined(table_.columns[orders.first].cells[i], table_.columns[orders.second].cells[i]);
}

/// What labels are is told by all of them together, so that a rater who never says 2 is one of the
/// same kind.
void ForeignColumns::give_values(std::vector<std::size_t>& without_values) {
  std::set<std::uint32_t> used;
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < table_.columns.size(); ++c) {
    const auto& column = table_.columns[c];
    if (column.kind != VerdictKind::label || !column.choices.empty()) continue;
    columns.push_back(c);
    for (const auto& cell : column.cells)
      if (cell.scored()) used.insert(cell.label);
  }
  const auto all = [&](auto&& test) {
    return std::ranges::all_of(used,
                               [&](std::uint32_t label) { return test(table_.labels[label]); });
  };
  const bool truths = all([](const std::string& text) {
    return text == "true" || text == "false" || text == "1" || text == "0";
  });
  const bool numbers = all([](const std::string& text) { return whole_number(text).has_value(); });
  const auto value = [&](const std::string& text) {
    return text == "true" ? 1 : text == "false" ? 0 : whole_number(text).value_or(0);
  };
  for (const auto c : columns) {
    auto& column = table_.columns[c];
    if (!truths && !numbers) {
      without_values.push_back(c);
      continue;
    }
    if (truths) column.kind = VerdictKind::truth;
    for (auto& cell : column.cells)
      if (cell.scored()) cell.score = value(table_.labels[cell.label]);
    if (truths) continue;
    for (const auto label : used)
      column.choices.push_back(
          {.label = table_.labels[label], .value = value(table_.labels[label])});
    std::ranges::sort(column.choices, {}, &Choice::value);
  }
}

void ForeignColumns::finish(ForeignVerdicts& result) {
  for (const auto& orders : orders_) combine(orders);
  give_values(result.without_values);
  for (auto& column : table_.columns) {
    if (column.kind == VerdictKind::truth || column.kind == VerdictKind::preference) {
      column.min = 0;
      column.max = 1;
    }
    if (column.kind == VerdictKind::label && !column.choices.empty()) {
      const auto [low, high] = std::ranges::minmax(column.choices, {}, &Choice::value);
      column.min = low.value;
      column.max = high.value;
    }
  }
}

}  // namespace judge
