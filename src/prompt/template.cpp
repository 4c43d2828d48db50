#include "prompt/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <optional>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "prompt/fields_context.hpp"
#include "prompt/tags.hpp"

namespace judge {

using prompts::FieldsContext;
using prompts::Tag;

struct Template::Impl {
  std::string origin;
  std::vector<Tag> tags;
  std::vector<std::string> literals;  // see prompts::Numbered
  // Where there are sections; without them a template is its literals and values in turn, which
  // takes a tenth of the library's time. Its render is not const because it may note an error of a
  // lambda or a partial; there are none here, so that rendering changes nothing.
  std::optional<kainjow::mustache::mustache> engine;

  Result<std::string> render_sections(const nlohmann::json& fields);
  Result<std::vector<const nlohmann::json*>> values(const nlohmann::json& fields) const;
  std::unexpected<Error> missing(const std::vector<std::size_t>& tags,
                                 const nlohmann::json& fields) const;
};

namespace {

/// What the library writes lines to.
struct Output {
  std::string text;
  Output& operator<<(const std::string& piece) {
    text += piece;
    return *this;
  }
};

std::string sigil(Tag::Kind kind) {
  if (kind == Tag::Kind::section) return "#";
  return kind == Tag::Kind::inverted ? "^" : "";
}

std::string missing_field(const std::string& origin, const Tag& tag, const nlohmann::json& fields) {
  const auto near = nearest(tag.name, key_paths(fields, tag.name.contains('.')));
  const auto names = key_paths(fields, false);
  return fmt::format("{}:{}: {{{{{}{}}}}}: this sample has no such field{} It has {}", origin,
                     tag.line, sigil(tag.kind), printable(tag.name, 60),
                     near ? fmt::format(", did you mean {}?", printable(*near, 60)) : ".",
                     names.empty() ? "none" : show_names(names));
}

/// With room for what is not a string.
std::size_t rendered_size(const std::vector<std::string>& literals,
                          const std::vector<const nlohmann::json*>& values) {
  constexpr std::size_t other = 24;
  std::size_t size = 0;
  for (const auto& literal : literals) size += literal.size();
  for (const auto* value : values)
    size += value->is_string() ? value->get_ref<const std::string&>().size() : other;
  return size;
}

bool has_sections(const std::vector<Tag>& tags) {
  return std::ranges::any_of(tags, [](const Tag& tag) { return tag.kind != Tag::Kind::value; });
}

}  // namespace

std::unexpected<Error> Template::Impl::missing(const std::vector<std::size_t>& numbers,
                                               const nlohmann::json& fields) const {
  std::string message;
  for (const auto number : numbers) {
    if (!message.empty()) message += '\n';
    message += missing_field(origin, tags[number], fields);
  }
  return fail(Fault::dataset, std::move(message));
}

/// One for each tag, all of them there. For a template without sections.
Result<std::vector<const nlohmann::json*>> Template::Impl::values(
    const nlohmann::json& fields) const {
  std::vector<const nlohmann::json*> values;
  std::vector<std::size_t> absent;
  values.reserve(tags.size());
  for (const auto& tag : tags) {
    const auto* value = fields.is_object() ? find_path(fields, tag.name) : nullptr;
    if (!value) absent.push_back(values.size());
    values.push_back(value);
  }
  if (!absent.empty()) return missing(absent, fields);
  return values;
}

Result<std::string> Template::Impl::render_sections(const nlohmann::json& fields) {
  FieldsContext context(tags, fields);
  Output output;
  engine->render(context, output);
  if (!context.missing().empty()) return missing(context.missing(), fields);
  return std::move(output.text);
}

Template::Template(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<Template> Template::parse(const PromptText& text) {
  auto numbered = prompts::number_tags(text);
  if (!numbered) return std::unexpected(std::move(numbered.error()));
  kainjow::mustache::mustache engine(numbered->text);
  if (!engine.is_valid())
    return fail(Fault::config,
                fmt::format("{}: {}", text.origin, printable(engine.error_message())));
  auto impl = std::make_unique<Impl>();
  impl->origin = text.origin;
  impl->tags = std::move(numbered->tags);
  impl->literals = std::move(numbered->literals);
  if (has_sections(impl->tags)) impl->engine = std::move(engine);
  return Template(std::move(impl));
}

Result<std::string> Template::render(const nlohmann::json& fields) const {
  if (impl_->engine) return impl_->render_sections(fields);
  const auto values = impl_->values(fields);
  if (!values) return std::unexpected(values.error());
  std::string text;
  text.reserve(rendered_size(impl_->literals, *values));
  for (std::size_t i = 0; i < values->size(); ++i) {
    text += impl_->literals[i];
    prompts::append_value(text, *(*values)[i]);
  }
  text += impl_->literals.back();
  return text;
}

Result<> Template::check(const nlohmann::json& fields) const {
  if (impl_->engine) {
    const auto rendered = impl_->render_sections(fields);
    return rendered ? Result<>() : std::unexpected(rendered.error());
  }
  const auto values = impl_->values(fields);
  return values ? Result<>() : std::unexpected(values.error());
}

std::vector<std::string> Template::names() const {
  std::vector<std::string> names;
  for (const auto& tag : impl_->tags)
    if (tag.depth == 0 && std::ranges::find(names, tag.name) == names.end())
      names.push_back(tag.name);
  return names;
}

}  // namespace judge
