#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/sheet.hpp"
#include "results/verdict_table.hpp"

namespace judge {

// What sheets of verdicts have in common. Every row begins with judge, model and group.

using Row = std::vector<Sheet::Value>;

std::vector<Sheet::Column> row_columns(std::vector<Sheet::Column> more);
Row row_of(const VerdictTable& table, const Column& column, const Slice& slice);

/// Unknown where there is none.
template <class T>
Sheet::Value value_of(const std::optional<T>& value) {
  return value ? Sheet::Value(*value) : Sheet::Value();
}
Sheet::Value value_of(std::string_view text);  // unknown where empty
Sheet::Value count_of(std::uint64_t count);

/// "95 % interval"
std::string interval_title(const AnalysisOptions& options);

/// "3 rows have ..." in words: nothing for 0.
void remark(Sheet& sheet, std::uint64_t count, std::string_view of_one, std::string_view of_many);

/// Once, however often it is said.
void remark_once(Sheet& sheet, std::string sentence);

/// Whether scores are successes, 0 or 1 throughout, whose mean is a rate.
bool are_successes(const Column& column);

/// The scale's ends, where both are known.
std::optional<Interval> scale_of(const Column& column);

/// What the mean is cut to: a rubric's to 0 and 1, though a sample's score may be below; of others
/// the scale.
std::optional<Interval> range_of(const Column& column);

/// Columns of judges, or of whoever else.
std::vector<const Column*> columns_of(const VerdictTable& table, Column::Rater rater);

/// Whether a sample occurs in more than one epoch.
bool has_epochs(const VerdictTable& table);

}  // namespace judge
