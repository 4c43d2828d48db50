#include "doctor/finding.hpp"

#include <algorithm>
#include <iterator>

namespace judge {

std::string_view name(Level level) {
  switch (level) {
    case Level::ok:
      return "ok";
    case Level::warning:
      return "warning";
    case Level::problem:
      break;
  }
  return "problem";
}

Finding finding_of(std::string subject, const Error& error) {
  constexpr std::string_view between = "; ";
  const auto at = error.message.rfind(between);
  Finding finding{.subject = std::move(subject), .level = Level::problem, .what = error.message};
  if (at == std::string::npos) return finding;
  finding.what.resize(at);
  finding.remedy = error.message.substr(at + between.size());
  return finding;
}

Level worst(const Findings& findings) {
  auto level = Level::ok;
  for (const auto& finding : findings) level = std::max(level, finding.level);
  return level;
}

void append(Findings& all, Findings more) {
  std::ranges::move(more, std::back_inserter(all));
}

}  // namespace judge
