#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "analysis/sheet.hpp"

namespace judge {

// Sheets for whoever reads them. Sheets that are empty() are left out.

/// For a terminal: title, aligned columns, remarks, each sheet separated by an empty line. Every
/// text from outside is made printable. `width` in columns: texts are shortened to fit into it in
/// so far as they can be; 0 = no limit. Unknown is "-"; a column that is unknown throughout is left
/// out.
struct TextStyle {
  bool color = false;
  std::size_t width = 0;
};
std::string sheets_text(std::span<const Sheet> sheets, const TextStyle& style);

/// One object, indented, by the sheets' keys:
///   {"metrics": {"title": "Metrics", "rows": [{"judge": "j", "mean": 7.2, "interval":
///   [7.1, 7.3]}],
///    "remarks": []}}
/// Numbers are as they are, unknown and what is not finite is null. A sheet with the key of an
/// earlier one is called "metrics_2".
std::string sheets_json(std::span<const Sheet> sheets);

/// RFC 4180. Several sheets are separated by an empty line, and each row then begins with its
/// sheet's key. A column "interval" becomes "interval_low" and "interval_high"; unknown is empty. A
/// text that a spreadsheet would take for a formula gets a ' before it. Remarks have no place in
/// it.
std::string sheets_csv(std::span<const Sheet> sheets);

/// GitHub's tables under "## Title", remarks as a list. What Markdown or HTML would take for more
/// than text is escaped.
std::string sheets_markdown(std::span<const Sheet> sheets);

/// A value as people are shown it; "" where it is unknown. Not yet printable where it is text.
std::string show(const Sheet::Value& value, Show how);

}  // namespace judge
