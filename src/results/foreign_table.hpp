#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "results/mapping.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// What a table of verdicts has no room for, by line; kept where a results file is to be written.
struct ForeignTexts {
  std::vector<std::string> outputs, others;     // judged texts: a's and b's
  std::vector<nlohmann::json> metadata;         // an object each
  std::vector<std::vector<std::string>> words;  // by column, then by line: what a judge wrote
};

struct ForeignVerdicts {
  VerdictTable table;
  /// Columns of labels that nobody gave values and that are no numbers: they can agree, but have no
  /// mean. Their scores mean nothing.
  std::vector<std::size_t> without_values;
  ForeignTexts texts;  // empty unless asked for
};

/// Reads the file (foreign_rows.hpp) by the mapping: a judge's column for each verdict field, with
/// two columns of calls where it has both orders; a person's for each of `human`. Columns are named
/// for their fields, free scorers for what they do, or, where rows name their rater, for the
/// raters. Unknown verdicts have reason "absent" (null, "", a value of `nulls`, no row),
/// "out_of_range", or what the reader of texts says. Faults name file, line and field, and what to
/// do; they are Fault::usage where the mapping is at fault.
Result<ForeignVerdicts> read_foreign(const std::filesystem::path& file, const Mapping& mapping,
                                     bool keep_texts);

}  // namespace judge
