#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "analysis/intervals.hpp"
#include "analysis/ranking.hpp"
#include "analysis/sheet.hpp"
#include "base/errors.hpp"

namespace judge {

/// What report and score take alike: which figures, and how they are shown.
struct SheetArguments {
  AnalysisOptions analysis;
  std::string rank = "bradley-terry";
  std::string baseline;
  std::vector<std::string> sheets;
  std::string format = "table";
  std::string color = "auto";

  RankingOptions ranking() const;
};

void add_sheet_options(CLI::App& command, SheetArguments& arguments);
void add_format_option(CLI::App& command, std::string& format);

/// Leaves the sheets with those keys; all, where none are named.
Result<> keep_sheets(const std::vector<std::string>& wanted, std::vector<Sheet>& sheets);

/// On stdout; what CSV has no place for goes to stderr.
void print_sheets(const std::vector<Sheet>& sheets, const std::string& format,
                  const std::string& color);

}  // namespace judge
