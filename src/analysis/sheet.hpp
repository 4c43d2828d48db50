#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "stats/mean.hpp"

namespace judge {

/// How a column's numbers are shown to people; machines get them as they are.
enum class Show { text, count, score, rate, difference, p_value, usd };

/// A table of numbers with what has to be said about them in words, before anybody has decided
/// whether it becomes text, JSON, CSV or Markdown.
struct Sheet {
  /// monostate: unknown, or not applicable; never 0.
  using Value = std::variant<std::monostate, std::string, std::int64_t, double, Interval>;

  struct Column {
    std::string key;    // for machines: "mean", "interval"
    std::string title;  // for people; may hold hostile text, as every string here
    Show show = Show::text;
  };

  std::string key;    // "metrics"
  std::string title;  // "Metrics"
  std::vector<Column> columns;
  std::vector<std::vector<Value>> rows;  // as many values as there are columns
  std::vector<std::string> remarks;      // sentences: what the table cannot support, and why

  bool empty() const { return rows.empty() && remarks.empty(); }
};

}  // namespace judge
