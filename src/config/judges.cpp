// [judge] and [[judge]]
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/judge_keys.hpp"
#include "config/prompt_text.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

constexpr std::string_view ready_prompts =
    "prompts/score.mustache, prompts/score-reference.mustache, prompts/choice.mustache, "
    "prompts/pairwise.mustache, prompts/pairwise-reference.mustache, prompts/rubric.mustache";

void read_models_of(Section& section, JudgeConfig& judge, const std::vector<std::string>& known,
                    bool required) {
  judge.models = read_model_names(section, known);
  if (required && !section.has("models")) {
    section.missing("models", "name the one of [models] that judges");
  }
}

void read_prompts_of(Section& section, JudgeConfig& judge, bool required) {
  put(judge.system, read_system(section, "system"));
  put(judge.prompt, read_prompt(section, "prompt"));
  if (required && !section.has("prompt")) {
    section.missing("prompt",
                    fmt::format("name a template; there are ready ones: {}", ready_prompts));
  }
}

void read_pattern(Section& section, JudgeConfig& judge) {
  const auto pattern = section.string("pattern");
  if (!pattern) return;
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{64} << 20);  // as the scorer has it
  const re2::RE2 compiled(*pattern, options);
  if (compiled.ok()) {
    judge.pattern = *pattern;
  } else {
    section.reading().problem(
        section.entry("pattern"),
        fmt::format("is not a regular expression (RE2): {}", printable(compiled.error())));
  }
}

void read_scorer_keys(Section& section, JudgeConfig& judge) {
  put(judge.conflict, section.one_of("conflict", {"last", "first", "null"}));
  put(judge.ignore_case, section.boolean("ignore_case"));
  read_pattern(section, judge);
  put(judge.tolerance, section.not_negative("tolerance"));
  put(judge.format, section.one_of("format", {"auto", "json_schema", "json_object", "text"}));
  put(judge.human, section.line("human"));
  put(judge.turn, section.integer("turn", 1, 1000));
}

JudgeConfig read_judge(Section section, const std::vector<std::string>& models,
                       std::string default_name) {
  JudgeConfig judge;
  judge.name = section.line("name").value_or(std::move(default_name));
  const auto method = read_method(section);
  put(judge.method, method);
  const bool asks = method && asks_model(*method);
  if (method) refuse_keys_of_other_methods(section, *method);
  read_models_of(section, judge, models, asks);
  read_prompts_of(section, judge, asks);
  read_scale(section, judge);
  judge.choices = read_choices(section);
  if (method == Method::choice && !section.has("choices")) {
    section.missing("choices", "write them as in { CORRECT = 1.0, INCORRECT = 0.0 }");
  }
  read_scorer_keys(section, judge);
  read_panel(section, judge);
  read_pair(section, judge, models);
  read_rubric(section, judge);
  read_schema(section, judge);
  section.refuse_unknown();
  return judge;
}

std::vector<JudgeConfig> read_list(Section& root, const toml::array& list,
                                   const std::vector<std::string>& models) {
  std::vector<JudgeConfig> judges;
  if (list.empty()) root.reading().problem(root.entry("judge"), "is empty: one is needed");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Entry entry{list.get(i), join_key("judge", std::to_string(i))};
    const auto* table = entry.node->as_table();
    if (table == nullptr) {
      wrong_type(root.reading(), entry, "a table");
      continue;
    }
    const std::string name = list.size() == 1 ? "judge" : fmt::format("judge{}", i + 1);
    JudgeConfig judge = read_judge(Section(*table, entry.key, root.reading()), models, name);
    if (std::ranges::count(judges, judge.name, &JudgeConfig::name) > 0) {
      const Entry named{table->contains("name") ? table->get("name") : table,
                        join_key(entry.key, "name")};
      root.reading().problem(
          named, fmt::format("\"{}\" is another judge's name", printable(judge.name, 60)));
    }
    check_gate(Section(*table, entry.key, root.reading()), judge, judges);
    judges.push_back(std::move(judge));
  }
  return judges;
}

}  // namespace

std::vector<JudgeConfig> read_judges(Section& root, const std::vector<std::string>& models) {
  const auto found = root.find("judge");
  if (!found) {
    root.reading().problem(Entry{nullptr, "judge"}, "missing; add [judge] with a method");
    return {};
  }
  if (const auto* list = found->node->as_array()) return read_list(root, *list, models);
  const auto section = root.table("judge");
  if (!section) return {};
  auto judge = read_judge(*section, models, "judge");
  check_gate(*section, judge, {});
  return {std::move(judge)};
}

}  // namespace judge
