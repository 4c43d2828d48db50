// Templates without sections are rendered without the library: they must come out the same.
#include <doctest/doctest.h>

#include <array>

#include "prompt/template.hpp"
#include "support/random_json.hpp"
#include "support/seeds.hpp"

using namespace judge;
using nlohmann::json;

namespace {

constexpr std::array<const char*, 6> names{"x", "a.b", "list.0", "Best Answer", "é", "gone"};

std::string random_tag(Random& random, const std::string& open, const std::string& close) {
  const std::string name = names[random.below(names.size() - (random.below(8) != 0))];
  const bool changed = open != "{{";
  switch (random.below(changed ? 4 : 5)) {
    case 0:
      return open + "&" + name + close;
    case 1:
      return open + " " + name + "\t" + close;
    case 2:
      return open + "! a comment, " + name + close;
    case 3:
      return open + name + close;
    default:
      return "{{{" + name + "}}}";
  }
}

/// No sections; delimiters may change, comments may stand anywhere.
std::string random_template(Random& random) {
  constexpr std::array<const char*, 14> literals{
      "text ", "\n", "\r\n", "\r", "  ", "\t", "{", "}", "}}", "{ {", "é漢", "<%", "\x01\xff", "&"};
  std::string open = "{{", close = "}}", text;
  for (auto left = random.below(16); left > 0; --left) {
    if (random.below(2) == 0) {
      text += literals[random.below(literals.size())];
    } else if (random.below(8) == 0) {
      const bool changed = open != "{{";
      text += open + (changed ? "={{ }}=" : "=<% %>=") + close;
      open = changed ? "{{" : "<%";
      close = changed ? "}}" : "%>";
    } else {
      text += random_tag(random, open, close);
    }
  }
  return text + (open == "{{" ? "." : "<%={{ }}=%>.");
}

json random_fields(Random& random) {
  if (random.below(20) == 0) return random_json(random, 1);
  json fields{{"off", false},
              {"x", random_json(random)},
              {"Best Answer", random_text(random)},
              {"é", random_json(random, 1)},
              {"list", {random_json(random, 1)}}};
  if (random.below(2) == 0)
    fields["a.b"] = random_json(random, 1);
  else
    fields["a"] = {{"b", random_text(random)}};
  return fields;
}

/// A section makes the library do it; this one is never entered.
constexpr auto by_library = "{{#off}}{{/off}}";

}  // namespace

TEST_CASE("a template without sections renders as the library renders it, or fails alike") {
  std::size_t rendered = 0, failed = 0;
  for (const auto seed : seeds(4000)) {
    CAPTURE(seed);
    Random random(seed);
    auto text = random_template(random);
    CAPTURE(text);
    const auto ours = Template::parse({.text = text, .origin = "t"});
    const auto theirs = Template::parse({.text = text + by_library, .origin = "t"});
    REQUIRE(ours.has_value() == theirs.has_value());
    if (!ours) continue;
    const auto fields = random_fields(random);
    const auto mine = ours->render(fields);
    const auto library = theirs->render(fields);
    const auto checked = ours->check(fields);
    ++(mine ? rendered : failed);
    REQUIRE(checked.has_value() == mine.has_value());
    if (!mine) REQUIRE(checked.error().message == mine.error().message);
    if (!fields.contains("off")) continue;  // of which the library's would tell
    REQUIRE(mine.has_value() == library.has_value());
    REQUIRE((mine ? *mine : mine.error().message) ==
            (library ? *library : library.error().message));
  }
  if (rendered + failed < 1000) return;
  CHECK(rendered > (rendered + failed) / 5);
  CHECK(failed > (rendered + failed) / 20);
}
