#include <doctest/doctest.h>

#include "prompt/template.hpp"

using namespace judge;

namespace {

std::string parse_error(std::string text) {
  const auto parsed = Template::parse({.text = std::move(text), .origin = "p.mustache"});
  if (parsed) return "";
  CHECK(parsed.error().fault == Fault::config);
  return parsed.error().message;
}

}  // namespace

TEST_CASE("an unclosed tag is refused with its line") {
  CHECK(parse_error("a\nb {{input") == "p.mustache:2: the tag {{input is never closed by }}");
  CHECK(parse_error("{{") == "p.mustache:1: the tag {{ is never closed by }}");
  CHECK(parse_error("{{{x}}").contains("never closed by }}}"));
}

TEST_CASE("sections that do not match are refused with their lines") {
  CHECK(parse_error("a\n{{#x}}b\n") == "p.mustache:2: the section {{#x}} is never closed");
  CHECK(parse_error("a{{/x}}") == "p.mustache:1: {{/x}} closes a section that was never opened");
  CHECK(parse_error("{{#x}}\n{{#y}}\n{{/x}}{{/y}}") ==
        "p.mustache:3: {{/x}} where the section {{#y}} of line 2 is to be closed first");
}

TEST_CASE("partials are refused") {
  CHECK(
      parse_error("\n\n{{> other}}").starts_with("p.mustache:3: {{> other}}: a template reads no"));
}

TEST_CASE("tags without a name and a dot outside sections are refused") {
  CHECK(parse_error("{{}}") == "p.mustache:1: a tag without a name");
  CHECK(parse_error("{{# }}x{{/ }}") == "p.mustache:1: a tag without a name");
  CHECK(parse_error("{{&}}") == "p.mustache:1: a tag without a name");
  CHECK(parse_error("{{.}}").contains("outside {{#list}}"));
}

TEST_CASE("delimiters that are none are refused") {
  CHECK(parse_error("{{=x=}}").contains("delimiters are set as in"));
  CHECK(parse_error("{{=| }}").contains("delimiters are set as in"));
  CHECK(parse_error("{{=1 2=}}").contains("delimiters are set as in"));
  CHECK(parse_error("{{=& &=}}").contains("delimiters are set as in"));
  CHECK(parse_error("{{=| |=}}|x|") == "");
}

TEST_CASE("sections nest to a hundred and no deeper") {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "{{#a}}";
    for (int i = 0; i < depth; ++i) text += "{{/a}}";
    return text;
  };
  CHECK(parse_error(nested(100)) == "");
  CHECK(parse_error(nested(101)).contains("more than 100 sections"));
}

TEST_CASE("what an error quotes of the template is fit for the screen") {
  CHECK_FALSE(parse_error("{{/\x1b[2J}}").contains('\x1b'));
}
