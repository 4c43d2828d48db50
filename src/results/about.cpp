#include "results/about.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"
#include "store/line_parser.hpp"
#include "store/line_reader.hpp"

namespace judge {
namespace {

struct MethodName {
  Method method;
  std::string_view name;
  VerdictKind kind;
};
constexpr std::array methods{
    MethodName{Method::score, "score", VerdictKind::number},
    MethodName{Method::choice, "choice", VerdictKind::label},
    MethodName{Method::pairwise, "pairwise", VerdictKind::preference},
    MethodName{Method::rubric, "rubric", VerdictKind::share},
    MethodName{Method::exact, "exact", VerdictKind::truth},
    MethodName{Method::includes, "includes", VerdictKind::truth},
    MethodName{Method::regex, "regex", VerdictKind::truth},
    MethodName{Method::numeric, "numeric", VerdictKind::truth},
    MethodName{Method::json_schema, "json_schema", VerdictKind::truth},
};

const MethodName& known(Method method) {
  return *std::ranges::find(methods, method, &MethodName::method);
}

/// From all faults and no merits to all merits and no faults.
std::pair<double, double> rubric_scale(const std::vector<Criterion>& criteria) {
  double merits = 0, faults = 0;
  for (const auto& criterion : criteria)
    (criterion.points > 0 ? merits : faults) += criterion.points;
  return {merits > 0 ? faults / merits : 0, 1};
}

std::pair<double, double> scale_of(const JudgeConfig& judge, VerdictKind kind) {
  if (kind == VerdictKind::number) return {judge.scale_min, judge.scale_max};
  if (kind == VerdictKind::share) return rubric_scale(judge.criteria);
  if (kind != VerdictKind::label || judge.choices.empty()) return {0, 1};
  const auto [low, high] = std::ranges::minmax(judge.choices, {}, &Choice::value);
  return {low.value, high.value};
}

About::Judge about_judge(const JudgeConfig& config) {
  const auto& [method, name, kind] = known(config.method);
  const auto [min, max] = scale_of(config, kind);
  return {.name = config.name,
          .method = std::string(name),
          .kind = kind,
          .min = min,
          .max = max,
          .choices = kind == VerdictKind::label ? config.choices : std::vector<Choice>(),
          .models = config.models};
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name);
  json.begin_array();
  for (const auto& text : texts) json.value(text);
  json.end_array();
}

void write_judge(JsonWriter& json, const About::Judge& judge) {
  json.begin_object();
  json.member("name", judge.name);
  json.member("method", judge.method);
  json.member("min", judge.min);
  json.member("max", judge.max);
  json.key("labels");
  json.begin_object();
  for (const auto& [label, value] : judge.choices) json.member(label, value);
  json.end_object();
  write_texts(json, "models", judge.models);
  json.end_object();
}

std::vector<std::string> texts_of(JsonView list) {
  std::vector<std::string> texts;
  list.each_element([&](JsonView each) {
    if (const auto text = each.text()) texts.emplace_back(*text);
  });
  return texts;
}

std::optional<About::Judge> judge_of(JsonView json) {
  const auto name = json["name"].text();
  const auto method = json["method"].text();
  const auto min = json["min"].number(), max = json["max"].number();
  if (!name || !method || !min || !max) return std::nullopt;
  const auto* known = std::ranges::find(methods, *method, &MethodName::name);
  if (known == methods.end()) return std::nullopt;
  About::Judge judge{.name = std::string(*name),
                     .method = std::string(*method),
                     .kind = known->kind,
                     .min = *min,
                     .max = *max,
                     .choices = {},
                     .models = texts_of(json["models"])};
  json["labels"].each_member([&](std::string_view label, JsonView value) {
    if (const auto number = value.number()) judge.choices.push_back({std::string(label), *number});
  });
  return judge;
}

std::optional<About> about_of(JsonView json) {
  const auto samples = json["samples"].integer(), epochs = json["epochs"].integer();
  if (json["judge_results"].integer() != 1 || !json["judges"].is_array()) return std::nullopt;
  if (!samples || *samples < 0 || !epochs || *epochs < 1) return std::nullopt;
  About about;
  about.name = json["name"].text().value_or("");
  about.samples = static_cast<std::uint64_t>(*samples);
  about.epochs = static_cast<std::uint32_t>(*epochs);
  about.models = texts_of(json["models"]);
  bool whole = true;
  json["judges"].each_element([&](JsonView each) {
    auto judge = judge_of(each);
    whole = whole && judge;
    if (judge) about.judges.push_back(std::move(*judge));
  });
  if (!whole) return std::nullopt;
  return about;
}

}  // namespace

About about(const Config& config, std::uint64_t samples) {
  About about{.name = config.run.name,
              .samples = samples,
              .epochs = config.run.epochs,
              .models = config.generate ? config.generate->models : std::vector<std::string>(),
              .judges = {}};
  for (const auto& judge : config.judges) about.judges.push_back(about_judge(judge));
  return about;
}

std::filesystem::path about_path(const std::filesystem::path& results) {
  auto path = results;
  return path += ".about.json";
}

std::string about_json(const About& about) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.member("judge_results", 1);
  json.member("name", about.name);
  json.member("samples", about.samples);
  json.member("epochs", about.epochs);
  write_texts(json, "models", about.models);
  json.key("judges");
  json.begin_array();
  for (const auto& judge : about.judges) write_judge(json, judge);
  json.end_array();
  json.end_object();
  return text + "\n";
}

Result<std::optional<About>> read_about(const std::filesystem::path& results) {
  const auto path = about_path(results);
  if (!posix_files().exists(path)) return std::nullopt;
  auto file = posix_files().open_to_read(path);
  if (!file) return std::unexpected(file.error());
  LineReader reader(**file, path);
  const auto line = reader.next();
  if (!line) return std::unexpected(line.error());
  LineParser parser;
  const auto json = *line ? parser.parse((*line)->text) : std::nullopt;
  auto about = json ? about_of(*json) : std::nullopt;
  if (!about)
    return fail(Fault::dataset,
                fmt::format("{}: is damaged, or from another version of judge; remove it (the "
                            "scales are then told from the verdicts), or run the config again",
                            printable(path.native())));
  return about;
}

}  // namespace judge
