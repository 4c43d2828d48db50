// results: verdicts in memory, whoever gave them: what report, compare and score have in common.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/config.hpp"
#include "results/output_style.hpp"

namespace judge {

/// Strings by number, each kept once.
class Names {
 public:
  std::uint32_t add(std::string_view name);
  std::optional<std::uint32_t> find(std::string_view name) const;
  const std::string& operator[](std::uint32_t number) const { return *names_[number]; }
  std::size_t size() const { return names_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<const std::string*> names_;  // the map's keys stay where they are
};

constexpr std::uint32_t no_name = std::numeric_limits<std::uint32_t>::max();

/// What a rater said of a line. Without a score it is null, and `reason` says why.
struct Cell {
  double score = std::numeric_limits<double>::quiet_NaN();
  std::uint32_t label = no_name;   // into VerdictTable::labels: "CORRECT", "A", "true"
  std::uint32_t reason = no_name;  // into VerdictTable::reasons: "refusal", "failed", "absent"

  bool scored() const { return !std::isnan(score); }
};

/// What its verdicts are: they decide which statistic is the right one.
enum class VerdictKind {
  number,      // score: a point on a scale
  label,       // choice: one of several, each with a value
  truth,       // 0 or 1
  preference,  // a wins 1, tie 0.5, b wins 0
  share,       // rubric: points met / points to be had; may be below 0
};

/// A rater's verdicts on all lines.
struct Column {
  enum class Rater {
    judge,  // a [[judge]]'s verdict: one a line
    call,   // one model's answer within a judge of several: panel, votes, both orders, criteria
    human,
  };
  std::string name;  // the judge's; of a human, whatever the field is called
  Rater rater = Rater::judge;
  VerdictKind kind = VerdictKind::number;
  std::optional<double> min, max;  // of the scale; nullopt: nobody said
  std::vector<Choice> choices;     // label: all that there are, where known

  // Of a call:
  std::string model;  // who answered, where it is the judge's first choice of one; else meant to
  std::uint32_t vote = 0;
  bool swapped = false;   // b was shown first; the verdicts are about a and b all the same
  std::string criterion;  // "" = the whole

  std::vector<Cell> cells;  // by line
};

/// One results line: a sample, epoch and candidate model.
struct VerdictLine {
  std::uint32_t id = 0;  // into ids
  std::uint32_t epoch = 0;
  std::uint32_t model = 0;                // into models; "" where outputs come from the dataset
  std::uint32_t against = no_name;        // into models: preference; what b is
  std::uint32_t cluster = no_name;        // into clusters; no_name: the sample is its own
  std::uint32_t group = no_name;          // into groups: --by
  OutputStyle output = {};                // of a pair: a's
  std::optional<OutputStyle> other = {};  // b's
  bool failed = false;
};

struct VerdictTable {
  std::string name;  // of the run or the file, for headings
  Names ids, models, clusters, groups, labels, reasons;
  std::vector<VerdictLine> lines;
  std::vector<Column> columns;
  std::optional<std::uint64_t> expected_lines;  // how many the run is to have; fewer are pending
  std::vector<std::string> remarks;  // what the reader has to say, for people; fit for the screen

  /// Adds a column of nulls ("absent") for the lines that there are.
  Column& add_column(Column column);
  /// Adds a line, null in every column.
  std::size_t add_line(VerdictLine line);
  const Column* column(std::string_view name, Column::Rater rater) const;

 private:
  std::uint32_t absent();
};

}  // namespace judge
