#include "report/doctor_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "report/paint.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

constexpr std::size_t longest = 1000;

std::string shown(const std::string& text) {
  return printable(text, longest);
}

std::string mark(Level level, bool color) {
  switch (level) {
    case Level::ok:
      return paint(Paint::green, "ok", color) + "  ";
    case Level::warning:
      return paint(Paint::yellow, "warn", color);
    case Level::problem:
      break;
  }
  return paint(Paint::red, "FAIL", color);
}

std::uint64_t count_of(const Findings& findings, Level level) {
  return static_cast<std::uint64_t>(std::ranges::count(findings, level, &Finding::level));
}

std::string headline(const Examination& examination, bool color) {
  const auto problems = count_of(examination.findings, Level::problem);
  const auto warnings = count_of(examination.findings, Level::warning);
  std::string verdict;
  if (problems > 0) verdict = counted(problems, "problem", "problems");
  if (warnings > 0)
    verdict += (problems > 0 ? ", " : "") + counted(warnings, "warning", "warnings");
  if (verdict.empty()) verdict = "all is well";
  return fmt::format("{}: {}\n", paint(Paint::bold, shown(examination.config), color), verdict);
}

std::string what_is_well(const Findings& findings, bool color) {
  Table table({{}, {}});
  for (const auto& finding : findings)
    if (finding.level == Level::ok) table.add({shown(finding.subject), shown(finding.what)});
  if (table.empty()) return "";
  return "\n" + table.text(fmt::format("  {}  ", mark(Level::ok, color)), false);
}

std::string what_is_not(const Findings& findings, Level level, bool color) {
  std::string text;
  for (const auto& finding : findings) {
    if (finding.level != level) continue;
    text += fmt::format("\n  {}  {}: {}\n", mark(level, color), shown(finding.subject),
                        shown(finding.what));
    if (!finding.remedy.empty()) text += fmt::format("        → {}\n", shown(finding.remedy));
  }
  return text;
}

const char* conclusion(Level worst) {
  switch (worst) {
    case Level::ok:
      return "A run can start.";
    case Level::warning:
      return "A run can start, but not all of it would go as it should.";
    case Level::problem:
      break;
  }
  return "A run would not start, or get nowhere.";
}

}  // namespace

std::string doctor_text(const Examination& examination, bool color) {
  const auto& findings = examination.findings;
  auto text = headline(examination, color) + what_is_well(findings, color);
  for (const auto level : {Level::warning, Level::problem})
    text += what_is_not(findings, level, color);
  return text + fmt::format("\n{}\n", conclusion(worst(findings)));
}

}  // namespace judge
