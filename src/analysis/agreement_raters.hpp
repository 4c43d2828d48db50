#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/intervals.hpp"
#include "results/verdict_table.hpp"
#include "stats/bootstrap_interval.hpp"

namespace judge {

/// A column and what it is called on the screen.
struct Rater {
  const Column* column = nullptr;
  std::string name;

  bool human() const { return column->rater == Column::Rater::human; }
};

/// Judges, the members of panels and single votes (as first shown: not swapped), people.
std::vector<Rater> raters_of(const VerdictTable& table);

/// What two raters are to each other: "people", "judge and person", "judges", "panel", "votes";
/// nullopt where their verdicts cannot be compared, or one is a part of the other.
std::optional<std::string_view> relation(const Rater& a, const Rater& b);

/// Labels, truths and preferences, which can only be equal or not.
bool is_nominal(VerdictKind kind);

/// Whether the cell holds a verdict that can be compared: a score, and of a label also its name.
bool rated(const Column& column, const Cell& cell);

/// A nominal verdict that is rated() as a number below categories(): the label's own, 0 and 1 of a
/// truth, 0 to 2 (b, tie, a) of a preference.
std::uint32_t category(const Column& column, const Cell& cell);
std::size_t categories(const VerdictTable& table, VerdictKind kind);
std::string category_name(const VerdictTable& table, VerdictKind kind, std::uint32_t category);

/// For what has no interval by formula: the replicates asked for, else 2,000.
BootstrapPlan bootstrap_plan(const AnalysisOptions& options);

/// By line: what is resampled together. The cluster's number where there is one, else the sample's.
std::vector<std::uint32_t> line_clusters(const VerdictTable& table);

}  // namespace judge
