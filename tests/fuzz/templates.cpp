// A template, and below a line of "---" what its fields hold.
#include "fuzz/input.hpp"
#include "fuzz/property.hpp"
#include "prompt/tags.hpp"
#include "prompt/template.hpp"

namespace judge::test {
namespace {

using nlohmann::json;

/// Every name the template mentions, wherever it does.
json all_names(const std::vector<prompts::Tag>& tags, const json& value) {
  auto fields = json::object();
  for (const auto& tag : tags)
    if (tag.name != ".") fields[tag.name] = value;
  return fields;
}

bool check_agrees(const Template& made, const json& fields) {
  const auto checked = made.check(fields);
  const auto rendered = made.render(fields);
  return checked.has_value() == rendered.has_value() &&
         (checked || (checked.error().message == rendered.error().message &&
                      fit_for_screen(checked.error().message)));
}

bool has_sections(const std::vector<prompts::Tag>& tags) {
  return std::ranges::any_of(tags,
                             [](const auto& tag) { return tag.kind != prompts::Tag::Kind::value; });
}

/// Without sections a template is its literals and its values: nothing of a value is read as a tag.
bool plainly_filled(const prompts::Numbered& numbered, const Template& made,
                    const std::string& value) {
  std::string expected = numbered.literals.front();
  for (std::size_t i = 0; i < numbered.tags.size(); ++i)
    expected += value + numbered.literals.at(i + 1);
  return made.render(all_names(numbered.tags, value)) == expected;
}

}  // namespace

std::string broken_property(std::string_view input) {
  const auto [text, value] = parts<2>(input);
  const PromptText prompt{std::string(text), "p.mustache"};
  const auto made = Template::parse(prompt);
  if (!made) return fit_for_screen(made.error().message) ? "" : "faults are fit for the screen";
  const auto numbered = prompts::number_tags(prompt);
  if (!numbered) return "what is parsed has tags";
  for (const auto& each : {json(std::string(value)), json(""), json(nullptr), json(false),
                           json(2.5), json::array({std::string(value), "{{x}}"}),
                           json::array({{{"x", 1}}, 2}), json{{"inner", std::string(value)}}}) {
    const auto fields = all_names(numbered->tags, each);
    if (!made->render(fields)) return "with every name there it renders";
    if (!check_agrees(*made, fields)) return "check and render agree";
  }
  if (!check_agrees(*made, json::object()) || !check_agrees(*made, {{"x", {{"y", "z"}}}}))
    return "check and render agree on what is missing";
  if (!has_sections(numbered->tags) && !plainly_filled(*numbered, *made, std::string(value)))
    return "literals and values in turn";
  return "";
}

}  // namespace judge::test
