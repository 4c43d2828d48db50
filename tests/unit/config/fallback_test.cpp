#include "config/fallback.hpp"

#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

// The line is line 5, of models.m.
std::string with(const std::string& line) {
  return dataset_part + mock_part + line + "\n[models.n]\nprovider = \"mock\"\n" +
         "[models.o]\nprovider = \"mock\"\n" + score_part;
}

FallbackConfig read(const std::string& line) {
  const ConfigFolder folder;
  return folder.config(with(line)).models[0].fallback;
}

std::string problem(const std::string& line) {
  const ConfigFolder folder;
  const auto text = folder.problems(with(line));
  const std::string place = "judge.toml:5:";
  return text.starts_with(place) ? text.substr(place.size()) : text;
}

}  // namespace

TEST_CASE("a fallback is a name, names, or names and the reasons to go over to them") {
  CHECK(read("").models.empty());
  const auto one = read("fallback = \"n\"");
  CHECK(one.models == std::vector<std::string>{"n"});
  CHECK(one.on_dead);
  CHECK_FALSE(one.on_content_filter);
  CHECK(read("fallback = [\"o\", \"n\"]").models == std::vector<std::string>{"o", "n"});
  const auto table = read("fallback = { models = [\"n\"] }");
  CHECK(table.on_dead);
  CHECK_FALSE(table.on_content_filter);
  const auto filter = read("fallback = { models = \"n\", on = \"content_filter\" }");
  CHECK_FALSE(filter.on_dead);
  CHECK(filter.on_content_filter);
  const auto both = read("fallback = { models = \"n\", on = [\"content_filter\", \"dead\"] }");
  CHECK(both.on_dead);
  CHECK(both.on_content_filter);
}

TEST_CASE("a fallback that cannot be one is refused where it stands") {
  CHECK(problem("fallback = [\"n\", \"m\"]") ==
        "18: models.m.fallback.1: \"m\" cannot stand in for itself\n");
  CHECK(problem("fallback = [\"n\", \"o\", \"n\"]") ==
        "23: models.m.fallback.2: names \"n\" twice\n");
  CHECK(problem("fallback = \"mm\"") ==
        "12: models.m.fallback: there is no model \"mm\"; there are: n, o\n");
  CHECK(problem("fallback = []") == "12: models.m.fallback: is empty: name a model\n");
  CHECK(problem("fallback = 3") ==
        "12: models.m.fallback: expected a string or a list of strings, found an integer\n");
  CHECK(
      problem("fallback = { on = \"ded\", modles = [\"n\"] }") ==
      "12: models.m.fallback.models: missing; name those of [models] that stand in for this one\n"
      "judge.toml:5:19: models.m.fallback.on: there is no reason \"ded\", did you mean \"dead\"?\n"
      "judge.toml:5:26: models.m.fallback.modles: unknown key, did you mean \"models\"?\n");
  CHECK(problem("fallback = { models = \"n\", on = [] }") ==
        "33: models.m.fallback.on: is empty: name a reason\n");
}

TEST_CASE("in use is who is named, who stands in for them, and so on, also in a circle") {
  const ConfigFolder folder;
  const auto config =
      folder.config(dataset_part + mock_part + "fallback = \"n\"\n" +
                    "[models.n]\nprovider = \"mock\"\nfallback = [\"o\", \"m\"]\n" +
                    "[models.o]\nprovider = \"mock\"\nfallback = \"n\"\n" +
                    "[models.p]\nprovider = \"mock\"\nfallback = \"m\"\n" + score_part);
  CHECK(with_fallbacks(config, {"m"}) == std::vector<std::string>{"m", "n", "o"});
  CHECK(with_fallbacks(config, {"o", "m"}) == std::vector<std::string>{"o", "m", "n"});
}

TEST_CASE("what a fallback costs has to be known for a budget") {
  const ConfigFolder folder;
  const auto model = [](const std::string& name) {
    return "[models." + name +
           "]\nmodel = \"gpt\"\nbase_url = \"http://localhost:8000/v1\"\nfallback = \"" +
           (name == "m" ? "n" : "o") + "\"\n";
  };
  CHECK(folder.warnings(dataset_part + model("m") + "price = { input = 1, output = 2 }\n" +
                        model("n") + "price = { input = 1, output = 2 }\n" +
                        "[models.o]\nmodel = \"x\"\nbase_url = \"http://localhost:8000/v1\"\n" +
                        "[models.p]\nmodel = \"x\"\nbase_url = \"http://localhost:8000/v1\"\n" +
                        score_part + "[limits]\nusd = 1\n") ==
        "judge.toml:24:7: limits.usd: what models.o costs is unknown and not counted: give it a "
        "price\n");
}
