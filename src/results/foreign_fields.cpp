#include "results/foreign_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "grade/logprobs.hpp"
#include "grade/scorers.hpp"
#include "results/foreign_codes.hpp"
#include "results/foreign_logprobs.hpp"
#include "results/foreign_text.hpp"

namespace judge {
namespace {

using nlohmann::json;
using Read = std::expected<FieldCell, std::string>;

// As [judge] logprobs has it: with less than half of the probability on verdicts it is none.
constexpr double least_coverage = 0.5;
constexpr double most_scores = 101;

FieldCell nothing(std::string_view reason) {
  FieldCell cell;
  cell.reason = reason;
  return cell;
}

std::string preference_label(double score) {
  return score > 0.5 ? "A" : score < 0.5 ? "B" : "tie";
}

/// How tables say that there is no number.
bool is_no_number(std::string_view text) {
  const auto word = lower(trim(text));
  return word == "nan" || word == "na" || word == "n/a" || word == "none" || word == "null";
}

bool is_pairwise(const Mapping& mapping) {
  return !mapping.a.empty() || !mapping.answer_b.empty() ||
         std::ranges::any_of(mapping.verdicts,
                             [](const FieldVerdict& verdict) { return !verdict.swapped.empty(); });
}

/// What a judge was asked for, as far as the mapping gives it away.
std::optional<AskedFor> asked_for(const Mapping& mapping, Family family) {
  if (!holds(family, Asked::score) || (is_pairwise(mapping) && mapping.values.empty()))
    return holds(family, Asked::preference)
               ? std::optional<AskedFor>(PreferenceAsked{.conflict = mapping.conflict})
               : std::nullopt;
  if (!mapping.values.empty())
    return ChoiceAsked{.choices = mapping.values, .conflict = mapping.conflict};
  if (mapping.scale)
    return ScoreAsked{.scale_min = mapping.scale->first, .scale_max = mapping.scale->second};
  return std::nullopt;
}

VerdictKind kind_of(const AskedFor& asked) {
  if (std::holds_alternative<ScoreAsked>(asked)) return VerdictKind::number;
  return std::holds_alternative<ChoiceAsked>(asked) ? VerdictKind::label : VerdictKind::preference;
}

std::string no_family(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& entry : families()) names.emplace_back(entry.name);
  const auto near = nearest(name, names);
  return fmt::format("--family {}: there is none of that name{}; there are {}", printable(name, 40),
                     near ? fmt::format(", did you mean {}?", *near) : "", fmt::join(names, ", "));
}

std::vector<double> whole_scores(const ScoreAsked& scale) {
  std::vector<double> scores;
  if (scale.scale_max - scale.scale_min > most_scores) return scores;
  for (double score = std::ceil(scale.scale_min); score <= scale.scale_max; ++score)
    scores.push_back(score);
  return scores;
}

}  // namespace

Result<FieldReader> FieldReader::make(const Mapping& mapping, FieldForm form,
                                      const std::string& field) {
  FieldReader reader;
  reader.mapping_ = &mapping;
  reader.form_ = form;
  if (form == FieldForm::label) reader.kind_ = VerdictKind::label;
  if (form == FieldForm::prefer) reader.kind_ = VerdictKind::preference;
  if (form >= FieldForm::exact) reader.kind_ = VerdictKind::truth;
  if (form != FieldForm::text && form != FieldForm::logprobs) return reader;

  const auto family = family_named(mapping.family);
  if (!family) return fail(Fault::usage, no_family(mapping.family));
  auto asked = asked_for(mapping, *family);
  if (!asked)
    return fail(
        Fault::usage,
        fmt::format("--{} {}: say what the judge was asked for: --scale LO,HI for a score, --value "
                    "LABEL=NUMBER for labels, --a and --b (or --family mt-bench-pair) for which of "
                    "two is better",
                    form == FieldForm::text ? "text" : "logprobs", printable(field, 60)));
  reader.family_ = *family;
  reader.kind_ = kind_of(*asked);
  reader.asked_ = std::move(*asked);
  return reader;
}

FieldForm FieldReader::human_form() const {
  if (kind_ == VerdictKind::number) return FieldForm::score;
  return kind_ == VerdictKind::preference ? FieldForm::prefer : FieldForm::label;
}

Read FieldReader::read(const json& value, const json* answer, const RowModels& models) const {
  if (form_ >= FieldForm::exact) return scored_freely(value, answer);
  if (is_empty(value)) return nothing("absent");
  if (const auto name = name_text(value); name && mapping_->nulls.contains(*name))
    return nothing("absent");
  if (form_ == FieldForm::score) return read_score_field(value);
  if (form_ == FieldForm::label) return read_label_field(value);
  if (form_ == FieldForm::text) return read_text_field(value);
  if (form_ == FieldForm::logprobs) return read_logprobs_field(value);
  const auto preferred = read_code(value, *mapping_, models.a, models.b);
  if (!preferred) return std::unexpected(preferred.error());
  if (!*preferred) return nothing("absent");
  return FieldCell{.score = **preferred, .label = preference_label(**preferred), .reason = {}};
}

Read FieldReader::read_score_field(const json& value) const {
  std::optional<double> score;
  if (value.is_number()) score = value.get<double>();
  if (value.is_boolean()) score = value.get<bool>() ? 1 : 0;
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (is_no_number(text)) return nothing("absent");
    score = whole_number(text);
  }
  if (!score)
    return std::unexpected(
        fmt::format("{} is no number; --null VALUE says that a value stands for no verdict, --text "
                    "FIELD reads what judges write",
                    printable(value.dump(-1, ' ', false, json::error_handler_t::replace), 60)));
  if (mapping_->scale && (*score < mapping_->scale->first || *score > mapping_->scale->second))
    return nothing("out_of_range");
  return FieldCell{.score = *score, .label = {}, .reason = {}};
}

Read FieldReader::read_label_field(const json& value) const {
  const auto name = name_text(value);
  if (!name)
    return std::unexpected(
        fmt::format("a label is to be a word or a number, and this is {}", value.type_name()));
  if (mapping_->values.empty()) return FieldCell{.score = 0, .label = *name, .reason = {}};
  const auto known = std::ranges::find(mapping_->values, *name, &Choice::label);
  if (known != mapping_->values.end())
    return FieldCell{.score = known->value, .label = *name, .reason = {}};
  return std::unexpected(
      fmt::format("the label \"{0}\" has no value: add --value {0}=NUMBER, or --null {0} if it "
                  "stands for no verdict",
                  printable(*name, 40)));
}

Read FieldReader::read_text_field(const json& value) const {
  if (!value.is_string())
    return std::unexpected(
        fmt::format("a judge's text is to be text, and this is {}", value.type_name()));
  return cell_of(read_as(family_, asked_, value.get_ref<const std::string&>()));
}

Read FieldReader::read_logprobs_field(const json& value) const {
  const auto tokens = answer_tokens(value);
  if (!tokens) return std::unexpected(tokens.error());
  ExpectedResult expected = std::unexpected(Unscored{.reason = "no_logprobs", .detail = {}});
  if (const auto* scale = std::get_if<ScoreAsked>(&asked_))
    expected = expected_score(*tokens, whole_scores(*scale), family_);
  else if (const auto* choice = std::get_if<ChoiceAsked>(&asked_))
    expected = expected_choice(*tokens, choice->choices, family_);
  else
    expected = expected_preference(*tokens, family_);
  if (!expected) return nothing(expected.error().reason);
  if (expected->coverage < least_coverage) return nothing("low_coverage");
  FieldCell cell{.score = expected->value, .label = {}, .reason = {}};
  if (kind_ == VerdictKind::preference) cell.label = preference_label(cell.score);
  return cell;
}

Read FieldReader::scored_freely(const json& target, const json* answer) const {
  if (!answer || !answer->is_string())
    return std::unexpected("the judged text is missing or no text; name its field with --answer");
  const auto& text = answer->get_ref<const std::string&>();
  if (form_ == FieldForm::exact) return cell_of(score_exact(text, target, mapping_->ignore_case));
  if (form_ == FieldForm::includes)
    return cell_of(score_includes(text, target, mapping_->ignore_case));
  // A CSV has its numbers as text, which score_numeric reads the same.
  return cell_of(score_numeric(text, target, mapping_->tolerance));
}

FieldCell FieldReader::cell_of(const VerdictResult& verdict) const {
  if (!verdict) return nothing(verdict.error().reason);
  FieldCell cell{.score = verdict->score, .label = {}, .reason = {}};
  if (kind_ == VerdictKind::preference) cell.label = preference_label(cell.score);
  if (kind_ == VerdictKind::truth) cell.label = cell.score > 0 ? "true" : "false";
  if (kind_ == VerdictKind::label && verdict->value.is_string())
    cell.label = verdict->value.get<std::string>();
  return cell;
}

FieldCell turned(FieldCell preference) {
  if (!preference.scored()) return preference;
  preference.score = 1 - preference.score;
  preference.label = preference_label(preference.score);
  return preference;
}

}  // namespace judge
