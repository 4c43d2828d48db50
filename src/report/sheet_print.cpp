#include "report/sheet_print.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.hpp"

namespace judge {

std::string sheets_as(const std::string& format, std::span<const Sheet> sheets,
                      const TextStyle& style) {
  if (format == "json") return sheets_json(sheets);
  if (format == "csv") return sheets_csv(sheets);
  if (format == "markdown") return sheets_markdown(sheets);
  return sheets_text(sheets, style);
}

std::string sheet_remarks(std::span<const Sheet> sheets) {
  constexpr std::size_t longest = 1000;
  std::string text;
  for (const auto& sheet : sheets)
    for (const auto& remark : sheet.remarks)
      text += printable(sheet.key) + ": " + printable(remark, longest) + "\n";
  return text;
}

std::size_t terminal_width(int descriptor) {
  winsize size{};
  if (isatty(descriptor) != 1 || ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

}  // namespace judge
