#include "analysis/bias.hpp"

#include <algorithm>

namespace judge {

std::vector<Sheet> bias_sheets(const VerdictTable& table, const AnalysisOptions& options) {
  std::vector<Sheet> sheets{position_sheet(table, options), length_sheet(table, options),
                            score_length_sheet(table, options),
                            self_agreement_sheet(table, options)};
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.empty(); });
  return sheets;
}

}  // namespace judge
