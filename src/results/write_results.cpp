#include "results/write_results.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "results/about.hpp"
#include "results/write_results_line.hpp"

namespace judge {
namespace {

using Rater = Column::Rater;

constexpr std::size_t enough_to_write = std::size_t{1} << 20;

Result<> check(Files& files, const std::filesystem::path& path, const ForeignVerdicts& verdicts) {
  const auto refuse = [&](std::string_view what) {
    return fail(Fault::usage, fmt::format("--output {}: {}", path.string(), what));
  };
  if (files.exists(path) || files.exists(about_path(path)))
    return refuse("exists, and is not written over; give another name, or remove it");
  const auto& columns = verdicts.table.columns;
  if (std::ranges::none_of(columns, [](const Column& c) { return c.rater == Rater::judge; }))
    return refuse(
        "results are a judge's, and there are people's verdicts only; name them with --score, "
        "--label or --prefer");
  if (!verdicts.without_values.empty())
    return refuse(fmt::format("the labels of {} have no values; add --value LABEL=NUMBER for each",
                              printable(columns[verdicts.without_values.front()].name, 60)));
  return {};
}

std::string_view method_of(VerdictKind kind) {
  if (kind == VerdictKind::label) return "choice";
  if (kind == VerdictKind::preference) return "pairwise";
  return kind == VerdictKind::truth ? "exact" : "score";
}

/// As a run would have it, or, where not every model has every sample, a line a sample: what is
/// missing is not to come.
About extent(const VerdictTable& table) {
  About about{
      .name = table.name, .samples = table.ids.size(), .epochs = 1, .models = {}, .judges = {}};
  std::vector<bool> candidates(table.models.size());
  for (const auto& line : table.lines) {
    about.epochs = std::max(about.epochs, line.epoch + 1);
    candidates[line.model] = !table.models[line.model].empty();
  }
  for (std::uint32_t model = 0; model < candidates.size(); ++model)
    if (candidates[model]) about.models.push_back(table.models[model]);
  const auto lines = about.samples * about.epochs * std::max<std::size_t>(about.models.size(), 1);
  if (lines == table.lines.size()) return about;
  return {
      .name = table.name, .samples = table.lines.size(), .epochs = 1, .models = {}, .judges = {}};
}

/// nullopt where a scale is not known: nobody may guess it.
std::optional<About> about_of(const VerdictTable& table) {
  About about = extent(table);
  for (const auto& column : table.columns) {
    if (column.rater != Rater::judge) continue;
    if (!column.min || !column.max) return std::nullopt;
    about.judges.push_back({.name = column.name,
                            .method = std::string(method_of(column.kind)),
                            .kind = column.kind,
                            .min = *column.min,
                            .max = *column.max,
                            .choices = column.choices,
                            .models = {}});
  }
  return about;
}

/// Whole or not at all.
class NewFile {
 public:
  static Result<NewFile> make(Files& files, const std::filesystem::path& path) {
    NewFile made(files, path);
    if (auto removed = files.remove(made.temporary()); !removed)
      return std::unexpected(removed.error());
    auto file = files.open(made.temporary());
    if (!file) return std::unexpected(file.error());
    made.file_ = std::move(*file);
    return made;
  }
  Result<> add(std::string_view text) {
    waiting_ += text;
    return waiting_.size() < enough_to_write ? Result<>() : flush();
  }
  Result<> finish() {
    if (auto done = flush(); !done) return done;
    if (auto done = file_->sync(); !done) return done;
    file_.reset();
    return files_->rename(temporary(), path_);
  }

 private:
  NewFile(Files& files, std::filesystem::path path) : files_(&files), path_(std::move(path)) {}
  std::filesystem::path temporary() const {
    auto path = path_;
    return path += ".new";
  }
  Result<> flush() {
    auto done = file_->append(waiting_);
    waiting_.clear();
    return done;
  }

  Files* files_;
  std::filesystem::path path_;
  std::unique_ptr<File> file_;
  std::string waiting_;
};

Result<> write_about(Files& files, const std::filesystem::path& path, const VerdictTable& table) {
  const auto about = about_of(table);
  if (!about) return {};
  auto file = NewFile::make(files, about_path(path));
  if (!file) return std::unexpected(file.error());
  if (auto done = file->add(about_json(*about)); !done) return done;
  return file->finish();
}

}  // namespace

Result<> write_results(Files& files, const std::filesystem::path& path,
                       const ForeignVerdicts& verdicts, WallTime when) {
  if (auto good = check(files, path, verdicts); !good) return good;
  if (auto done = write_about(files, path, verdicts.table); !done) return done;
  auto file = NewFile::make(files, path);
  if (!file) return std::unexpected(file.error());
  for (std::size_t i = 0; i < verdicts.table.lines.size(); ++i)
    if (auto done = file->add(results_line(verdicts, i, when)); !done) return done;
  return file->finish();
}

}  // namespace judge
