#include "analysis/compare_pairs.hpp"

#include <algorithm>
#include <tuple>

namespace judge {
namespace {

struct Key {
  std::uint32_t id = 0, epoch = 0, model = 0;
  std::uint32_t line = 0;
  auto tied() const { return std::tie(id, epoch, model); }
  bool operator<(const Key& other) const { return tied() < other.tied(); }
};

/// The candidate's numbers of names as the baseline has them; names that it has not come after its
/// own.
std::vector<std::uint32_t> as_in(const Names& baseline, const Names& candidate) {
  std::vector<std::uint32_t> numbers(candidate.size());
  for (std::uint32_t i = 0; i < numbers.size(); ++i)
    numbers[i] =
        baseline.find(candidate[i]).value_or(static_cast<std::uint32_t>(baseline.size()) + i);
  return numbers;
}

bool contains(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
  return std::ranges::find(numbers, number) != numbers.end();
}

template <class Number>
std::vector<Key> keys_of(const Contestant& side, bool by_model, Number number) {
  std::vector<Key> keys;
  const auto& lines = side.table->lines;
  for (std::uint32_t i = 0; i < lines.size(); ++i)
    if (contains(side.models, lines[i].model)) {
      const auto [id, model] = number(lines[i]);
      keys.push_back({id, lines[i].epoch, by_model ? model : 0, i});
    }
  std::ranges::sort(keys, [](const Key& a, const Key& b) { return a < b; });
  return keys;
}

}  // namespace

std::vector<std::uint32_t> candidate_models(const VerdictTable& table, const About* about) {
  std::vector<bool> has_lines(table.models.size());
  std::vector<std::uint32_t> models;
  const auto take = [&](std::uint32_t model) {
    if (has_lines[model] && !contains(models, model)) models.push_back(model);
  };
  for (const auto& line : table.lines) has_lines[line.model] = true;
  if (about != nullptr)
    for (const auto& name : about->models)
      if (const auto model = table.models.find(name)) take(*model);
  for (std::uint32_t model = 0; model < has_lines.size(); ++model) take(model);
  return models;
}

SharedLines shared_lines(const Contestant& baseline, const Contestant& candidate) {
  SharedLines shared;
  shared.by_model = baseline.models.size() > 1 || candidate.models.size() > 1;
  const auto ids = as_in(baseline.table->ids, candidate.table->ids);
  const auto models = as_in(baseline.table->models, candidate.table->models);
  const auto first = keys_of(baseline, shared.by_model, [](const VerdictLine& line) {
    return std::pair(line.id, line.model);
  });
  const auto second = keys_of(candidate, shared.by_model, [&](const VerdictLine& line) {
    return std::pair(ids[line.id], models[line.model]);
  });
  auto other = second.begin();
  for (const auto& key : first) {
    while (other != second.end() && *other < key) ++other;
    if (other != second.end() && other->tied() == key.tied())
      shared.lines.push_back({key.line, (other++)->line});
  }
  shared.only_baseline = first.size() - shared.lines.size();
  shared.only_candidate = second.size() - shared.lines.size();
  return shared;
}

std::vector<PairedJudge> shared_judges(const Contestant& baseline, const Contestant& candidate) {
  const auto judges = [](const VerdictTable& table) {
    std::vector<const Column*> columns;
    for (const auto& column : table.columns)
      if (column.rater == Column::Rater::judge) columns.push_back(&column);
    return columns;
  };
  std::vector<PairedJudge> shared;
  for (const auto* column : judges(*baseline.table))
    if (const auto* other = candidate.table->column(column->name, Column::Rater::judge))
      shared.push_back({column, other});
  const auto first = judges(*baseline.table), second = judges(*candidate.table);
  if (shared.empty() && first.size() == 1 && second.size() == 1)
    shared.push_back({first.front(), second.front()});
  return shared;
}

}  // namespace judge
