#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.hpp"
#include "doctor/places.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

/// What is still to be written to one device, and for what.
struct Demand {
  fs::path folder;
  std::uint64_t free = 0;
  double bytes = 0;
  std::vector<std::string> of;
};

double size_of(const fs::path& file) {
  std::error_code unknown;
  const auto size = fs::file_size(file, unknown);
  return unknown ? 0 : static_cast<double>(size);
}

/// What the figures rest on, so that a reader can judge them.
std::string grounds(const Workload& work) {
  const auto bytes = [](double count) {
    return show_count(static_cast<std::uint64_t>(std::llround(count)));
  };
  auto text = fmt::format("{} of about {} bytes", counted(work.lines, "line", "lines"),
                          bytes(work.line_bytes));
  if (work.calls > 0)
    text += fmt::format(
        ", {} of about {}",
        counted(static_cast<std::uint64_t>(std::llround(work.calls)), "answer", "answers"),
        bytes(work.reply_bytes));
  return text;
}

/// Without decimals, so up.
std::string amount(double bytes) {
  const bool small = bytes < 1e7;
  const auto units = static_cast<std::uint64_t>(std::ceil(bytes / (small ? 1e3 : 1e6)));
  return fmt::format("{} {}", show_count(units), small ? "kB" : "MB");
}

Finding finding_of_device(const Demand& demand, const Workload& work) {
  const auto free = static_cast<double>(demand.free);
  constexpr double comfortable = 2;
  Finding finding{
      .subject = "space",
      .what = fmt::format("{} free at {}; {} will take about {} more ({})", amount(free),
                          demand.folder.native(), fmt::join(demand.of, ", "), amount(demand.bytes),
                          grounds(work))};
  if (free >= comfortable * demand.bytes) return finding;
  finding.level = free < demand.bytes ? Level::problem : Level::warning;
  finding.remedy =
      "make room there, or put [run] output and store (TMPDIR for temporary files) "
      "on a larger disk";
  return finding;
}

}  // namespace

Findings check_space(const Config& config, const Workload& work, const FindPlace& find) {
  std::map<std::uint64_t, Demand> devices;
  const auto add = [&](const fs::path& file, const char* what, double bytes) {
    const auto place = find(file);
    if (!place) return;  // that it cannot be written has been said
    auto& demand = devices[place->device];
    if (demand.of.empty()) demand.folder = place->folder;
    demand.free = place->free;
    demand.bytes += std::max(bytes, 0.0);
    demand.of.emplace_back(what);
  };
  add(config.run.output, "results", work.results() - size_of(config.run.output));
  if (work.calls > 0) add(config.run.store, "store", work.store() - size_of(config.run.store));
  std::error_code unknown;
  const auto temporary = fs::temp_directory_path(unknown);
  if (!unknown) add(temporary / "judge", "temporary files", work.temporary);
  Findings findings;
  for (const auto& [device, demand] : devices) findings.push_back(finding_of_device(demand, work));
  return findings;
}

}  // namespace judge
