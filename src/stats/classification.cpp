#include "stats/classification.hpp"

namespace judge {
namespace {

std::optional<double> ratio(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

ClassFigures figures(const Confusion& pairs, std::size_t i) {
  const std::uint64_t hits = pairs.at(i, i);
  const std::uint64_t support = pairs.row(i), predicted = pairs.column(i);
  return {.support = support,
          .predicted = predicted,
          .precision = ratio(hits, predicted),
          .recall = ratio(hits, support),
          .f1 = ratio(2 * hits, support + predicted)};
}

}  // namespace

std::optional<Classification> classification(const Confusion& pairs) {
  if (pairs.total() == 0) return std::nullopt;
  Classification result{.classes = {}, .n = pairs.total()};
  std::uint64_t hits = 0;
  double occurring = 0, true_classes = 0;
  for (std::size_t i = 0; i < pairs.categories(); ++i) {
    const auto& one = result.classes.emplace_back(figures(pairs, i));
    hits += pairs.at(i, i);
    if (one.f1) ++occurring;
    if (one.recall) ++true_classes;
    result.macro_precision += one.precision.value_or(0);
    result.macro_recall += one.recall.value_or(0);
    result.macro_f1 += one.f1.value_or(0);
  }
  result.accuracy = *ratio(hits, result.n);
  result.balanced_accuracy = result.macro_recall / true_classes;
  result.macro_precision /= occurring;
  result.macro_recall /= occurring;
  result.macro_f1 /= occurring;
  return result;
}

}  // namespace judge
