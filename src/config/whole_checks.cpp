#include "config/whole_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/fallback.hpp"

namespace judge {

namespace fs = std::filesystem;

namespace {

bool same_file(const fs::path& one, const fs::path& other) {
  std::error_code ignored;
  return one == other || fs::equivalent(one, other, ignored);
}

// Where the key stands, or where its table does, or only its name.
Entry entry_of(Section& root, std::string_view table, std::string_view key) {
  const std::string full = join_key(table, key);
  const auto* node = root.self().node->as_table()->get(table);
  if (node == nullptr || !node->is_table()) return {nullptr, full};
  const auto* value = node->as_table()->get(key);
  return {value != nullptr ? value : node, full};
}

void check_files(Section& root, const Config& config) {
  Reading& reading = root.reading();
  const auto clash = [&](std::string_view key, const fs::path& path, std::string_view whose) {
    reading.problem(entry_of(root, "run", key),
                    fmt::format("\"{}\" is {} and would be overwritten",
                                printable(path.filename().string()), whose));
  };
  for (const auto& [key, path] :
       {std::pair("output", config.run.output), std::pair("store", config.run.store)}) {
    if (same_file(path, config.dataset.path)) clash(key, path, "the dataset");
    if (same_file(path, config.file)) clash(key, path, "this config");
    for (const auto& judge : config.judges)
      if (!judge.baseline.empty() && same_file(path, judge.baseline))
        clash(key, path, "the baseline");
    if (const auto& stop = config.run.stop_when;
        stop && stop->compare && same_file(path, *stop->compare))
      clash(key, path, "what stop_when compares with");
  }
  if (same_file(config.run.output, config.run.store)) {
    clash("output", config.run.output, "the store");
  }
}

// By a stage, or as a fallback of one that is.
std::vector<std::string> named_models(const Config& config) {
  std::vector<std::string> models;
  const auto add = [&](const auto& stage) {
    models.insert(models.end(), stage.models.begin(), stage.models.end());
  };
  if (config.generate) add(*config.generate);
  std::ranges::for_each(config.judges, add);
  for (const auto& judge : config.judges)
    if (!judge.against.empty()) models.push_back(judge.against);
  return with_fallbacks(config, std::move(models));
}

// A mock costs nothing.
void check_budget(Section& root, const Config& config) {
  if (!config.limits.usd) return;
  const auto named = named_models(config);
  for (const ModelConfig& model : config.models) {
    const bool priced = model.price.input && model.price.output;
    if (priced || model.provider == Provider::mock || !is_among(model.name, named)) continue;
    root.reading().warn(entry_of(root, "limits", "usd"),
                        fmt::format("what {} costs is unknown and not counted: give it a price",
                                    join_key("models", model.name)));
  }
}

Entry entry_of_judge(Section& root, std::size_t number) {
  const auto* node = root.self().node->as_table()->get("judge");
  const auto* list = node != nullptr ? node->as_array() : nullptr;
  if (list == nullptr) return {node, "judge"};
  return {list->get(number), join_key("judge", std::to_string(number))};
}

// Who b is. Of two models that generate, the last.
void settle_pair(Section& root, const std::optional<GenerateConfig>& generate, std::size_t number,
                 JudgeConfig& judge) {
  if (!judge.baseline.empty()) return;
  if (!generate) {
    if (!judge.against.empty())
      root.reading().problem(entry_of_judge(root, number),
                             "against names a model, but nothing is generated: without [generate] "
                             "the pairs are the samples' fields a and b");
    return;
  }
  if (judge.against.empty() && generate->models.size() > 1) judge.against = generate->models.back();
  if (judge.against.empty() ||
      std::ranges::all_of(generate->models, [&](const auto& m) { return m == judge.against; }))
    root.reading().problem(entry_of_judge(root, number),
                           "a pair needs two: generate with two models, or name the other in "
                           "against = \"MODEL\" or baseline = \"results.jsonl\"");
}

// A results line has room for one.
void check_same_other(Section& root, const std::vector<JudgeConfig>& judges) {
  const JudgeConfig* first = nullptr;
  for (std::size_t i = 0; i < judges.size(); ++i) {
    if (judges[i].method != Method::pairwise) continue;
    if (first == nullptr) first = &judges[i];
    if (judges[i].against != first->against || judges[i].baseline != first->baseline)
      root.reading().problem(entry_of_judge(root, i),
                             fmt::format("the pairs of \"{}\" have another b: in one run all pairs "
                                         "have the same",
                                         printable(first->name, 60)));
  }
}

}  // namespace

void settle_pairs(Section& root, Config& config) {
  for (std::size_t i = 0; i < config.judges.size(); ++i)
    if (config.judges[i].method == Method::pairwise)
      settle_pair(root, config.generate, i, config.judges[i]);
  check_same_other(root, config.judges);
}

void check_whole(Section& root, const Config& config) {
  check_files(root, config);
  check_budget(root, config);
}

}  // namespace judge
