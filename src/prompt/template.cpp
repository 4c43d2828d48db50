#include "prompt/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>

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
  // Its render is not const because it may note an error of a lambda or a partial; there are none
  // here, so that rendering changes nothing.
  kainjow::mustache::mustache engine;
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
  return fmt::format("{}:{}: {{{{{}{}}}}}: this sample has no such field{}; it has {}", origin,
                     tag.line, sigil(tag.kind), printable(tag.name, 60),
                     near ? fmt::format(", did you mean {}?", printable(*near, 60)) : "",
                     names.empty() ? "none" : show_names(names));
}

}  // namespace

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
  return Template(std::unique_ptr<Impl>(new Impl{
      .origin = text.origin, .tags = std::move(numbered->tags), .engine = std::move(engine)}));
}

Result<std::string> Template::render(const nlohmann::json& fields) const {
  FieldsContext context(impl_->tags, fields);
  Output output;
  impl_->engine.render(context, output);
  if (context.missing().empty()) return std::move(output.text);
  std::string message;
  for (const auto index : context.missing()) {
    if (!message.empty()) message += '\n';
    message += missing_field(impl_->origin, impl_->tags[index], fields);
  }
  return fail(Fault::dataset, std::move(message));
}

std::vector<std::string> Template::names() const {
  std::vector<std::string> names;
  for (const auto& tag : impl_->tags)
    if (tag.depth == 0 && std::ranges::find(names, tag.name) == names.end())
      names.push_back(tag.name);
  return names;
}

}  // namespace judge
