// prompt: Mustache templates that refuse missing names and escape nothing.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"

namespace judge {

class Template {
 public:
  /// Fault::config naming the template's origin and line: unclosed tags and sections, partials
  /// ({{> file}} is refused: a template reaches no file), set-delimiter tags are fine.
  static Result<Template> parse(const PromptText& text);

  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;
  ~Template();

  /// `fields`: the names; "a.b" looks into objects; strings as they are, numbers and booleans as
  /// JSON writes them, arrays and objects as compact JSON outside sections, iterated in sections.
  /// A name that is absent: Fault::dataset "origin:line: {{name}}: this sample has no such field.
  /// It has …". A null counts as present and renders as nothing. Sections ({{#x}}, {{^x}}) over an
  /// absent name are an error too. Text coming from fields is never parsed as a template.
  Result<std::string> render(const nlohmann::json& fields) const;

  /// The error that render() would give, for less: where there are no sections nothing is rendered.
  Result<> check(const nlohmann::json& fields) const;

  /// Every name the template uses outside sections' inner scopes, for `plan` and messages.
  std::vector<std::string> names() const;

 private:
  struct Impl;
  explicit Template(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace judge
