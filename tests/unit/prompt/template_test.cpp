#include "prompt/template.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace judge;
using nlohmann::json;

namespace {

std::string render(std::string text, const json& fields) {
  const auto parsed = Template::parse({.text = std::move(text), .origin = "p.mustache"});
  REQUIRE_MESSAGE(parsed, parsed.error().message);
  const auto rendered = parsed->render(fields);
  REQUIRE_MESSAGE(rendered, rendered.error().message);
  CHECK(parsed->check(fields));
  return *rendered;
}

std::string render_error(std::string text, const json& fields) {
  const auto parsed = Template::parse({.text = std::move(text), .origin = "p.mustache"});
  REQUIRE(parsed);
  const auto rendered = parsed->render(fields);
  REQUIRE_FALSE(rendered);
  CHECK(rendered.error().fault == Fault::dataset);
  const auto checked = parsed->check(fields);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().message == rendered.error().message);
  return rendered.error().message;
}

}  // namespace

TEST_CASE("text is kept and names are replaced, without HTML escaping") {
  const json fields{{"input", "<b> & \"q\" 'x' / é"}};
  CHECK(render("Q: {{input}}\n", fields) == "Q: <b> & \"q\" 'x' / é\n");
  CHECK(render("{{{input}}}|{{&input}}|{{ input }}", fields) ==
        "<b> & \"q\" 'x' / é|<b> & \"q\" 'x' / é|<b> & \"q\" 'x' / é");
  CHECK(render("", fields) == "");
  CHECK(render("  a { b } }} \r\n\t c", fields) == "  a { b } }} \r\n\t c");
}

TEST_CASE("JSON examples stay as they are around a name") {
  CHECK(render("{\"a\": {\"b\": {{x}}}}", {{"x", 1}}) == "{\"a\": {\"b\": 1}}");
}

TEST_CASE("text from fields is never read as a template") {
  const json fields{{"x", "{{secret}} {{#y}} {{=<% %>=}} {{> /etc/passwd}}"}, {"secret", "s"}};
  CHECK(render("{{x}}!", fields) == "{{secret}} {{#y}} {{=<% %>=}} {{> /etc/passwd}}!");
  CHECK(render("{{#x}}{{x}}{{/x}}", {{"x", "{{secret}}"}, {"secret", "s"}}) == "{{secret}}");
}

TEST_CASE("numbers and booleans are written as JSON writes them, null as nothing") {
  const json fields{{"i", 42}, {"f", 1.5}, {"w", 2.0}, {"t", true}, {"b", false}, {"n", nullptr}};
  CHECK(render("{{i}} {{f}} {{w}} {{t}} {{b}} [{{n}}]", fields) == "42 1.5 2.0 true false []");
}

TEST_CASE("arrays and objects outside sections are compact JSON") {
  CHECK(render("{{a}} {{o}}", {{"a", {1, "x\n"}}, {"o", {{"k", nullptr}}}}) ==
        "[1,\"x\\n\"] {\"k\":null}");
}

TEST_CASE("a dotted name looks into objects and arrays, and a column of that very name wins") {
  const json fields = json::parse(R"({"m":{"a":{"b":"deep"}},"m.x":"own","turns":["one","two"]})");
  CHECK(render("{{m.a.b}} {{m.x}} {{turns.1}}", fields) == "deep own two");
}

TEST_CASE("a name may hold spaces and any characters") {
  CHECK(render("{{Best Answer}} {{ é-1/2 }}", {{"Best Answer", "b"}, {"é-1/2", "h"}}) == "b h");
}

TEST_CASE("a section over a list repeats, with the element as dot or its names in reach") {
  CHECK(render("{{#l}}<{{.}}>{{/l}}", {{"l", {"a", 2, true}}}) == "<a><2><true>");
  const json people = json::parse(R"({"p":[{"n":"a"},{"n":"b"}],"n":"outer","x":"X"})");
  CHECK(render("{{#p}}{{n}}{{x}} {{/p}}{{n}}", people) == "aX bX outer");
}

TEST_CASE("sections nest, and an inner list belongs to its own element") {
  const json fields = json::parse(R"({"p":[{"l":[1,2]},{"l":[]},{"l":[3]}],"z":["x"]})");
  CHECK(render("{{#p}}({{#l}}{{.}}{{#z}}{{.}}{{/z}}{{/l}}){{/p}}", fields) == "(1x2x)()(3x)");
  CHECK(render("{{#a}}{{#.}}{{.}},{{/.}};{{/a}}", {{"a", {{1, 2}, {3}}}}) == "1,2,;3,;");
}

TEST_CASE("a section over an object brings its names into reach") {
  CHECK(render("{{#m}}{{t}}{{x}}{{/m}}", {{"m", {{"t", 1}}}, {"x", 2}}) == "12");
}

TEST_CASE("false, null, an empty list and an empty string are false in sections, the rest true") {
  const auto truth = [](const json& value) {
    return render("{{#x}}yes{{/x}}{{^x}}no{{/x}}", {{"x", value}});
  };
  CHECK(truth(false) == "no");
  CHECK(truth(nullptr) == "no");
  CHECK(truth(json::array()) == "no");
  CHECK(truth("") == "no");
  CHECK(truth(true) == "yes");
  CHECK(truth("false") == "yes");
  CHECK(truth(0) == "yes");
  CHECK(truth(json::object()) == "yes");
  CHECK(truth({false}) == "yes");
}

TEST_CASE("lines with nothing but the tags of a rendered section leave no line") {
  CHECK(render("a\n{{#x}}\nb\n{{/x}}\nc\n", {{"x", true}}) == "a\nb\nc\n");
}

TEST_CASE("comments are dropped and delimiters can be changed") {
  CHECK(render("a{{! no {{ x }}b", {{"x", 1}}) == "ab");
  CHECK(render("{{=<% %>=}}{{x}} <% x %> <%#x%>y<%/x%><%={{ }}=%>{{x}}", {{"x", 1}}) ==
        "{{x}} 1 y1");
}

TEST_CASE("a missing name is an error with the tag's line, the nearest name and what there is") {
  const json fields{{"input", "i"}, {"output", "o"}, {"metadata", {{"topic", "t"}}}};
  CHECK(render_error("{{input}}\n{{outptu}}", fields) ==
        "p.mustache:2: {{outptu}}: this sample has no such field, did you mean output? It has "
        "input, metadata, output");
  CHECK(render_error("{{metadata.topik}}", fields).contains("did you mean metadata.topic?"));
  CHECK(render_error("{{x}}", json::object()) ==
        "p.mustache:1: {{x}}: this sample has no such field. It has none");
}

TEST_CASE("all missing names are told at once, each tag once") {
  const json fields{{"l", {1, 2}}};
  CHECK(render_error("{{#l}}{{aaaa}}{{/l}}\n{{#bbbb}}{{cccc}}{{/bbbb}}\n{{^dddd}}{{eeee}}{{/dddd}}",
                     fields) ==
        "p.mustache:1: {{aaaa}}: this sample has no such field. It has l\n"
        "p.mustache:2: {{#bbbb}}: this sample has no such field. It has l\n"
        "p.mustache:3: {{^dddd}}: this sample has no such field. It has l");
}

TEST_CASE("names inside a section that is not rendered are not asked for") {
  CHECK(render("{{#x}}{{nope}}{{/x}}{{^y}}{{nope}}{{/y}}", {{"x", false}, {"y", true}}) == "");
}

TEST_CASE("at most twelve names are listed, made fit for the screen") {
  json fields{{"\x1b[31m", 1}};
  for (int i = 0; i < 20; ++i) fields["name" + std::to_string(i)] = i;
  const auto error = render_error("{{zzzzzzzzzz}}", fields);
  CHECK(error.contains("\\x1b[31m, name0, "));
  CHECK(error.ends_with(", …"));
  CHECK(std::ranges::count(error, ',') == 12);
}

TEST_CASE("a template renders again and again, and is not changed by a failure") {
  const auto parsed = Template::parse({.text = "{{#l}}{{.}}{{/l}}{{x}}", .origin = "p"});
  REQUIRE(parsed);
  CHECK(parsed->render({{"l", {1, 2}}, {"x", "a"}}).value() == "12a");
  CHECK_FALSE(parsed->render({{"l", {1, 2}}}));
  CHECK(parsed->render({{"l", {3}}, {"x", "b"}}).value() == "3b");
}

TEST_CASE("invalid bytes inside a rendered object do not throw") {
  CHECK(render("{{o}}", {{"o", {{"k", "\xFF"}}}}).starts_with("{\"k\":\""));
  CHECK(render("{{s}}", {{"s", "\xFF"}}) == "\xFF");
}

TEST_CASE("names are those outside sections, and the sections' own, each once") {
  const auto parsed = Template::parse(
      {.text = "{{b}}{{a.x}}{{#l}}{{inner}}{{/l}}{{b}}{{^m}}{{n}}{{/m}}", .origin = "p"});
  REQUIRE(parsed);
  CHECK(parsed->names() == std::vector<std::string>{"b", "a.x", "l", "m"});
}
