#include "cli/compare_sides.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "results/read_results.hpp"

namespace judge {
namespace {

std::string shown(const std::string& path) {
  return printable(path);
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  if (const auto near = nearest(word, known))
    return fmt::format("; did you mean \"{}\"?", printable(*near));
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const auto& name : known) names.push_back(printable(name));
  return fmt::format("; there {} {}", known.size() == 1 ? "is" : "are", fmt::join(names, ", "));
}

Result<> check_files(const std::vector<std::string>& files) {
  for (std::size_t i = 0; i < files.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      std::error_code missing;  // the reader says so better
      if (std::filesystem::equivalent(files[i], files[j], missing))
        return fail(Fault::usage,
                    fmt::format("{} and {} are the same file; to compare the models in it, name "
                                "it once",
                                shown(files[j]), shown(files[i])));
    }
  return {};
}

/// Those of --models in its order, or all that there are.
Result<std::vector<std::uint32_t>> models_of(const Source& source,
                                             const std::vector<std::string>& wanted) {
  auto all = candidate_models(source.table, source.about_it());
  if (wanted.empty()) return all;
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto model : all) names.push_back(source.table.models[model]);
  std::vector<std::uint32_t> models;
  for (const auto& name : wanted) {
    const auto known = std::ranges::find(names, name);
    if (known == names.end())
      return fail(Fault::usage, fmt::format("--models {}: {} has no lines of it{}", printable(name),
                                            shown(source.path), suggestion(name, names)));
    const auto model = all[static_cast<std::size_t>(known - names.begin())];
    if (std::ranges::find(models, model) == models.end()) models.push_back(model);
  }
  return models;
}

Result<std::vector<Contestant>> models_as_contestants(const Source& source,
                                                      const std::vector<std::string>& wanted) {
  const auto models = models_of(source, wanted);
  if (!models) return std::unexpected(models.error());
  if (models->size() < 2)
    return fail(Fault::usage,
                fmt::format("{}: nothing to compare with: it is one model's; name a second results "
                            "file{}",
                            shown(source.path), wanted.empty() ? "" : " or a second model"));
  std::vector<Contestant> contestants;
  for (const auto model : *models)
    contestants.push_back({.name = source.table.models[model],
                           .table = &source.table,
                           .about = source.about_it(),
                           .models = {model}});
  return contestants;
}

}  // namespace

Result<Sources> read_sources(const std::vector<std::string>& files, const std::string& cluster) {
  if (const auto checked = check_files(files); !checked) return std::unexpected(checked.error());
  Sources sources;
  const ReadOptions options{.by = {}, .cluster = cluster, .human = {}};
  for (const auto& path : files) {
    auto table = read_results(path, options);
    if (!table) return std::unexpected(table.error());
    if (table->lines.empty())
      return fail(Fault::dataset, shown(path) + ": has no lines, there is nothing to compare");
    auto about = read_about(path);
    if (!about) return std::unexpected(about.error());
    sources.push_back({path, std::move(*table), std::move(*about)});
  }
  return sources;
}

std::string name_of(const Source& source, const Sources& sources) {
  const auto name = [](const Source& each) {
    return std::filesystem::path(each.path).filename().string();
  };
  const auto same = std::ranges::count(sources, name(source), name);
  return same > 1 ? source.path : name(source);
}

Result<std::vector<Contestant>> contestants_of(const Sources& sources,
                                               const std::vector<std::string>& wanted) {
  if (sources.size() == 1) return models_as_contestants(sources.front(), wanted);
  std::vector<Contestant> contestants;
  for (const auto& source : sources) {
    auto models = models_of(source, wanted);
    if (!models) return std::unexpected(models.error());
    contestants.push_back({.name = name_of(source, sources),
                           .table = &source.table,
                           .about = source.about_it(),
                           .models = std::move(*models)});
  }
  return contestants;
}

Result<SharedLines> lines_of(const Contestant& a, const Contestant& b) {
  auto shared = shared_lines(a, b);
  if (!shared.lines.empty()) return shared;
  const auto some_id = [](const Contestant& side) {
    return printable(side.table->ids[side.table->lines.front().id], 40);
  };
  return fail(Fault::dataset,
              fmt::format("{} and {} have no line in common, so they cannot be compared: no {} is "
                          "in both (ids such as \"{}\" and \"{}\"){}",
                          shown(a.name), shown(b.name),
                          shared.by_model ? "id, epoch and model" : "id and epoch", some_id(a),
                          some_id(b), shared.by_model ? "; choose the models with --models" : ""));
}

Result<std::vector<PairedJudge>> judges_of(const std::string& wanted, const Contestant& a,
                                           const Contestant& b) {
  auto judges = shared_judges(a, b);
  if (judges.empty())
    return fail(Fault::dataset, fmt::format("{} and {} have no judge of the same name, so they "
                                            "cannot be compared",
                                            shown(a.name), shown(b.name)));
  if (wanted.empty()) return judges;
  std::vector<std::string> names;
  names.reserve(judges.size());
  for (const auto& judge : judges) names.push_back(judge.baseline->name);
  std::erase_if(judges, [&](const auto& each) { return each.baseline->name != wanted; });
  if (judges.empty())
    return fail(Fault::usage,
                fmt::format("--judge {}: {} and {} share no such judge{}", printable(wanted),
                            shown(a.name), shown(b.name), suggestion(wanted, names)));
  return judges;
}

}  // namespace judge
