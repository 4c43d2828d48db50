// Which columns there are, and which of them and of the lines remain in the end.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/text.hpp"
#include "results/read_results_builder.hpp"

namespace judge {

using Rater = Column::Rater;

std::size_t ResultsBuilder::judge_number(std::string_view name) {
  const auto known = std::ranges::find(names_, name);
  if (known == names_.end()) {
    names_.emplace_back(name);
    return names_.size() - 1;
  }
  return static_cast<std::size_t>(known - names_.begin());
}

// A fallback's answer counts as that of the model it stood in for, where there is but one.
std::string_view ResultsBuilder::meant_model(std::size_t judge, std::string_view answered) const {
  const auto* known = described(names_[judge]);
  return known != nullptr && known->models.size() == 1 ? known->models.front() : answered;
}

std::size_t ResultsBuilder::new_column(Column column, std::size_t judge, bool of_value,
                                       bool needed) {
  table_.add_column(std::move(column));
  origins_.push_back({.judge = judge, .of_value = of_value, .needed = needed, .seen = {}});
  return origins_.size() - 1;
}

std::size_t ResultsBuilder::judge_column(std::size_t judge) {
  for (std::size_t i = 0; i < origins_.size(); ++i)
    if (table_.columns[i].rater == Rater::judge && origins_[i].judge == judge) return i;
  Column column;
  column.name = names_[judge];
  return new_column(std::move(column), judge, false, true);
}

std::size_t ResultsBuilder::call_column(std::size_t judge, const Call& call) {
  for (std::size_t i = 0; i < origins_.size(); ++i) {
    const auto& column = table_.columns[i];
    if (column.rater == Rater::call && origins_[i].judge == judge &&
        origins_[i].of_value == call.of_value && column.model == call.model &&
        column.vote == call.vote && column.swapped == call.swapped &&
        column.criterion == call.criterion)
      return i;
  }
  Column column;
  column.name = names_[judge];
  column.rater = Rater::call;
  column.model = call.model;
  column.vote = call.vote;
  column.swapped = call.swapped;
  column.criterion = call.criterion;
  return new_column(std::move(column), judge, call.of_value, call.of_value);
}

std::size_t ResultsBuilder::human_column(const std::string& name) {
  Column column;
  column.name = name;
  column.rater = Rater::human;
  return new_column(std::move(column), 0, false, true);
}

void ResultsBuilder::drop_repeats() {
  auto& lines = table_.lines;
  if (lines.size() == table_.ids.size()) return;
  const auto key = [&](std::uint32_t i) {
    return std::tuple(lines[i].id, lines[i].epoch, lines[i].model, lines[i].against);
  };
  std::vector<std::uint32_t> order(lines.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t i) { return std::pair(key(i), i); });
  std::vector<bool> dropped(lines.size());
  std::size_t count = 0;
  for (std::size_t i = 1; i < order.size(); ++i)
    if (key(order[i - 1]) == key(order[i])) dropped[order[i - 1]] = ++count > 0;
  if (count == 0) return;
  const auto keep = [&](auto& of_lines) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < dropped.size(); ++i)
      if (!dropped[i]) of_lines[kept++] = of_lines[i];
    of_lines.resize(kept);
  };
  keep(lines);
  for (auto& column : table_.columns) keep(column.cells);
  table_.remarks.push_back(
      fmt::format("{} an earlier one of the same sample, epoch and model: the last counts.",
                  count == 1 ? "1 line repeats" : show_count(count) + " lines repeat"));
}

// Both orders of a pair, though no line may have more than one of them.
void ResultsBuilder::need_orders() {
  std::vector<bool> straight(names_.size()), swapped(names_.size());
  const auto whole_call = [&](std::size_t i) {
    return table_.columns[i].rater == Rater::call && table_.columns[i].criterion.empty();
  };
  for (std::size_t i = 0; i < origins_.size(); ++i)
    if (whole_call(i)) (table_.columns[i].swapped ? swapped : straight)[origins_[i].judge] = true;
  for (std::size_t i = 0; i < origins_.size(); ++i)
    if (whole_call(i) && straight[origins_[i].judge] && swapped[origins_[i].judge])
      origins_[i].needed = true;
}

// A rubric's criteria stand in its calls, and in its verdict once more.
void ResultsBuilder::drop_columns() {
  need_orders();
  std::vector<bool> told(names_.size());
  for (std::size_t i = 0; i < origins_.size(); ++i) {
    const auto& column = table_.columns[i];
    if (column.rater != Rater::call || column.criterion.empty() || column.model.empty()) continue;
    told[origins_[i].judge] = origins_[i].needed = true;
  }
  std::vector<Column> kept;
  const auto take = [&](Rater rater, auto&& wanted) {
    for (std::size_t judge = 0; judge < std::max<std::size_t>(names_.size(), 1); ++judge)
      for (std::size_t i = 0; i < origins_.size(); ++i)
        if (table_.columns[i].rater == rater && origins_[i].judge == judge && wanted(i))
          kept.push_back(std::move(table_.columns[i]));
  };
  const auto all = [](std::size_t) { return true; };
  take(Rater::judge, all);
  take(Rater::call, [&](std::size_t i) {
    const bool of_verdict = origins_[i].of_value && table_.columns[i].model.empty();
    return origins_[i].needed && !(of_verdict && told[origins_[i].judge]);
  });
  take(Rater::human, all);
  table_.columns = std::move(kept);
}

VerdictTable ResultsBuilder::finish(const std::string& file) {
  table_.name = about_ && !about_->name.empty() ? about_->name : file;
  if (about_)
    table_.expected_lines =
        about_->samples * about_->epochs * std::max<std::size_t>(about_->models.size(), 1);
  // Of what failed throughout not even the judges' names are known.
  if (names_.empty() && !table_.lines.empty()) judge_number("judge");
  for (std::size_t judge = 0; judge < names_.size(); ++judge) judge_column(judge);
  name_failures();
  drop_repeats();
  name_the_kinds(file);
  resolve_people();
  drop_columns();
  return std::move(table_);
}

}  // namespace judge
