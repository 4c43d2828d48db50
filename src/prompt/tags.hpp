#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"

namespace judge::prompts {

struct Tag {
  enum class Kind { value, section, inverted };
  Kind kind = Kind::value;
  std::string name;
  std::size_t line = 1;   // in the template
  std::size_t depth = 0;  // sections around it
};

/// A template made ready for the library: every name in it is replaced by the tag's number, as in
/// {{&0}} or {{#1}}…{{/1}}. So the library, which asks for names only, asks for tags, and we know
/// the line, and whether a value or a section is wanted; and nothing is HTML-escaped.
struct Numbered {
  std::string text;
  std::vector<Tag> tags;
  /// The plain text before each tag, and what follows the last: without comments and changes of
  /// delimiters, which leave nothing behind. A template without sections is these and its values
  /// in turn.
  std::vector<std::string> literals = {""};
};

/// Fault::config naming origin and line: unclosed tags, sections that do not match, {{> partials}},
/// tags without a name.
Result<Numbered> number_tags(const PromptText& text);

}  // namespace judge::prompts
