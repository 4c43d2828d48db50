// What pairs, rubrics and schemas have of their own.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/sections.hpp"
#include "config/text_file.hpp"
#include "config/toml_json.hpp"

namespace judge {

namespace {

constexpr std::size_t largest_schema = std::size_t{1} << 20;
constexpr int deepest_schema = 200;

void read_baseline(Section& section, JudgeConfig& judge) {
  const auto written = section.line("baseline");
  if (!written) return;
  judge.baseline = section.reading().resolve(*written);
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(judge.baseline, ignored)) {
    section.reading().problem(
        section.entry("baseline"),
        fmt::format("no such file of results: \"{}\"", section.reading().shown(*written)));
  }
}

std::optional<Criterion> read_criterion(Section section) {
  const auto text = section.line("criterion");
  if (!section.has("criterion")) section.missing("criterion", "say what is to be met");
  Criterion criterion;
  if (const auto found = section.find("points")) {
    const auto points = read_number(section.reading(), *found);
    if (points && *points == 0)
      section.reading().problem(section.entry("points"), "is 0: it would count for nothing");
    put(criterion.points, points);
  }
  section.refuse_unknown();
  if (!text) return std::nullopt;
  criterion.text = *text;
  return criterion;
}

void read_criteria(Section& section, JudgeConfig& judge) {
  const auto found = section.find("criteria");
  if (!found) return;
  auto& reading = section.reading();
  const auto* list = found->node->as_array();
  if (list == nullptr)
    return wrong_type(reading, *found, "a list such as [ { criterion = \"…\", points = 5 } ]");
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Entry entry{list->get(i), join_key(found->key, std::to_string(i))};
    const auto* table = entry.node->as_table();
    if (table == nullptr) {
      wrong_type(reading, entry, "a table such as { criterion = \"…\", points = 5 }");
    } else if (auto criterion = read_criterion(Section(*table, entry.key, reading))) {
      judge.criteria.push_back(*std::move(criterion));
    }
  }
  if (std::ranges::none_of(judge.criteria, [](const Criterion& c) { return c.points > 0; }))
    reading.problem(*found, "no criterion has points above 0: there is nothing to be had");
}

nlohmann::json schema_in_file(Section& section, const std::string& written) {
  auto& reading = section.reading();
  const auto shown = reading.shown(written);
  const auto text = read_text_file(reading.resolve(written), largest_schema);
  if (!text) {
    reading.problem(section.entry("schema"),
                    fmt::format("the file \"{}\": {}", shown, text.error()));
    return nullptr;
  }
  // Copying and checking it recurse.
  bool too_deep = false;
  const auto shallow = [&too_deep](int depth, auto, const nlohmann::json&) {
    too_deep = too_deep || depth > deepest_schema;
    return !too_deep;
  };
  auto schema = nlohmann::json::parse(*text, shallow, false);
  if (too_deep)
    reading.problem(section.entry("schema"),
                    fmt::format("the file \"{}\" is nested too deeply: {} levels are allowed",
                                shown, deepest_schema));
  else if (!schema.is_object())
    reading.problem(section.entry("schema"),
                    fmt::format("the file \"{}\" holds no JSON object", shown));
  return schema;
}

}  // namespace

void read_pair(Section& section, JudgeConfig& judge, const std::vector<std::string>& models) {
  if (const auto swap = section.one_of("swap", {"both", "random", "none"}))
    judge.swap = *swap == "both" ? Swap::both : *swap == "random" ? Swap::random : Swap::none;
  if (const auto otherwise = section.one_of("on_inconsistent", {"tie", "half", "drop"}))
    judge.on_inconsistent = *otherwise == "tie"    ? OnInconsistent::tie
                            : *otherwise == "half" ? OnInconsistent::half
                                                   : OnInconsistent::drop;
  put(judge.against, section.line("against"));
  if (!judge.against.empty() && !is_among(judge.against, models))
    section.reading().problem(
        section.entry("against"),
        fmt::format("there is no model \"{}\"{}", printable(judge.against, 60),
                    suggest(judge.against, models)));
  read_baseline(section, judge);
  if (section.has("against") && section.has("baseline"))
    section.reading().problem(section.entry("baseline"), "b can be only one: baseline or against");
}

void read_rubric(Section& section, JudgeConfig& judge) {
  read_criteria(section, judge);
  if (const auto ask = section.one_of("ask", {"all", "each"})) judge.ask_each = *ask == "each";
  if (judge.method == Method::rubric && !section.has("criteria"))
    section.missing("criteria", "write them as in [ { criterion = \"…\", points = 5 } ]");
}

void read_schema(Section& section, JudgeConfig& judge) {
  const auto found = section.find("schema");
  if (!found) {
    if (judge.method == Method::json_schema)
      section.missing("schema", "name a JSON file, or write it as a table");
    return;
  }
  if (found->node->is_table()) {
    judge.schema = to_json(section.reading(), *found);
  } else if (const auto written = section.line("schema")) {
    judge.schema = schema_in_file(section, *written);
  }
}

}  // namespace judge
