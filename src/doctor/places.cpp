#include "doctor/places.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <system_error>

#include "store/lock.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;

/// As a run would: made, written, synced; and removed whatever came of it.
Result<> try_to_write(const fs::path& trial, Files& files) {
  constexpr std::size_t size = 4096;
  auto file = files.open(trial);
  if (!file) return std::unexpected(file.error());
  auto written = (*file)->append(std::string(size, '\n'));
  if (written) written = (*file)->sync();
  file->reset();
  const auto removed = files.remove(trial);
  return written ? removed : written;
}

Finding cannot_write(const std::string& subject, const Error& error, const fs::path& path) {
  auto finding = finding_of(subject, error);
  if (finding.remedy.empty())
    finding.remedy = fmt::format(
        "make {} writable for this user, or name another place under "
        "[run] {}",
        path.parent_path().native(), subject == "results" ? "output" : subject);
  return finding;
}

/// nullopt: nobody does. Takes the lock where there is a lock's file, which a dead process may have
/// left, and gives it back at once.
std::optional<Finding> held_by_another(const fs::path& results) {
  std::error_code error;
  auto lock = fs::weakly_canonical(fs::absolute(results, error), error);
  lock += ".lock";
  if (!fs::exists(lock, error)) return std::nullopt;
  const auto taken = ResultsLock::take(results);
  if (taken || taken.error().fault != Fault::locked) return std::nullopt;
  return finding_of("results", taken.error());
}

}  // namespace

std::optional<Finding> unwritable(const std::string& subject, const fs::path& path, Files& files,
                                  const FindPlace& find) {
  const auto place = find(path);
  if (!place) return cannot_write(subject, place.error(), path);
  std::error_code error;
  if (fs::is_directory(path, error))
    return Finding{.subject = subject,
                   .level = Level::problem,
                   .what = path.native() + " is a folder",
                   .remedy = "name a file"};
  if (files.exists(path))
    if (const auto opened = files.open(path); !opened)
      return cannot_write(subject, opened.error(), path);
  const auto trial = place->folder / fmt::format(".judge-doctor-{}", ::getpid());
  if (const auto written = try_to_write(trial, files); !written)
    return cannot_write(subject, written.error(), path);
  return std::nullopt;
}

Findings check_results(const fs::path& results, Files& files, const FindPlace& find) {
  if (auto locked = held_by_another(results)) return {*std::move(locked)};
  if (auto bad = unwritable("results", results, files, find)) return {*std::move(bad)};
  return {{.subject = "results",
           .what = fmt::format("{} can be written{}", results.native(),
                               files.exists(results) ? "" : ", and is not there yet")}};
}

}  // namespace judge
