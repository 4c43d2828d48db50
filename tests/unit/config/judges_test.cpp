#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

// Lines from 7 on belong to the judge.
std::string in_judge(const ConfigFolder& folder, const std::string& method,
                     const std::string& lines) {
  return folder.problems(dataset_part + mock_part + "[judge]\nmethod = \"" + method + "\"\n" +
                         lines + "\n");
}

std::string in_choice(const ConfigFolder& folder, const std::string& choices) {
  return in_judge(folder, "choice",
                  "models = [\"m\"]\nprompt = \"{{output}}\"\nchoices = " + choices);
}

std::string in_score(const ConfigFolder& folder, const std::string& line) {
  return in_judge(folder, "score", "models = [\"m\"]\nprompt = \"{{output}}\"\n" + line);
}

}  // namespace

TEST_CASE("a method that asks a model needs one and a prompt") {
  const ConfigFolder folder;
  CHECK(
      in_judge(folder, "score", "") ==
      "judge.toml:5:1: judge.models: missing; name the one of [models] that judges\n"
      "judge.toml:5:1: judge.prompt: missing; name a template; there are ready ones: "
      "prompts/score.mustache, prompts/score-reference.mustache, prompts/choice.mustache, "
      "prompts/pairwise.mustache, prompts/pairwise-reference.mustache, prompts/rubric.mustache\n");
  CHECK(in_judge(folder, "score", "models = []\nprompt = \"{{output}}\"") ==
        "judge.toml:7:10: judge.models: is empty: name one of [models]\n");
  CHECK(in_judge(folder, "choice", "models = \"m\"\nprompt = \"{{output}}\"") ==
        "judge.toml:5:1: judge.choices: missing; write them as in { CORRECT = 1.0, INCORRECT = 0.0 "
        "}\n");
}

TEST_CASE("a model that is not there is answered with the nearest, or with those there are") {
  const ConfigFolder folder;
  const std::string models =
      "[models.gpt]\nprovider = \"mock\"\n[models.local]\nprovider = "
      "\"mock\"\n";
  CHECK(
      folder.problems(dataset_part + models + "[generate]\nmodels = [\"gpt\", \"lcoal\"]\n" +
                      exact_part) ==
      "judge.toml:8:18: generate.models.1: there is no model \"lcoal\", did you mean \"local\"?\n");
  CHECK(folder.problems(dataset_part + models + "[generate]\nmodels = \"zzzzz\"\n" + exact_part) ==
        "judge.toml:8:10: generate.models: there is no model \"zzzzz\"; there are: gpt, local\n");
  CHECK(folder.problems(dataset_part + models + "[generate]\nmodels = [\"gpt\", \"gpt\"]\n" +
                        exact_part) == "judge.toml:8:18: generate.models.1: names \"gpt\" twice\n");
}

TEST_CASE("a scorer without a model must not name models or a prompt") {
  const ConfigFolder folder;
  CHECK(in_judge(folder, "exact", "models = [\"m\"]\nprompt = \"{{output}}\"\nscale = [1, 2]") ==
        "judge.toml:7:10: judge.models: is of no use to method \"exact\", only to: score, choice, "
        "pairwise, rubric\n"
        "judge.toml:8:10: judge.prompt: is of no use to method \"exact\", only to: score, choice, "
        "pairwise, rubric\n"
        "judge.toml:9:9: judge.scale: is of no use to method \"exact\", only to: score\n");
  CHECK(in_judge(folder, "includes", "tolerance = 1\npattern = \"a\"") ==
        "judge.toml:7:13: judge.tolerance: is of no use to method \"includes\", only to: numeric\n"
        "judge.toml:8:11: judge.pattern: is of no use to method \"includes\", only to: regex\n");
}

TEST_CASE("scales and choices must make sense") {
  const ConfigFolder folder;
  CHECK(in_score(folder, "scale = [5, 5]") ==
        "judge.toml:9:9: judge.scale: the first number must be the lower one\n");
  CHECK(in_score(folder, "scale = [1, 2, 3]") ==
        "judge.toml:9:9: judge.scale: expected two numbers such as [1, 10], found 3\n");
  CHECK(in_score(folder, "scale = [1, inf]") ==
        "judge.toml:9:13: judge.scale.1: must be a finite number\n");
  CHECK(in_score(folder, "scale = \"1-10\"") ==
        "judge.toml:9:9: judge.scale: expected a list of two numbers such as [1, 10], found a "
        "string\n");
  CHECK(in_choice(folder, "{}") ==
        "judge.toml:9:11: judge.choices: is empty: write labels with values, { CORRECT = 1.0, … "
        "}\n");
  CHECK(in_choice(folder, "{ A = 1, B = nan, C = \"x\" }") ==
        "judge.toml:9:24: judge.choices.B: must be a finite number\n"
        "judge.toml:9:33: judge.choices.C: expected a number, found a string\n");
  CHECK(in_choice(folder, "{ A = 1, a = 0, \"b\\n\" = 1 }") ==
        "judge.toml:9:24: judge.choices.a: differs from \"A\" only in case\n"
        "judge.toml:9:35: judge.choices.\"b\\n\": is no label: it is empty or contains a control "
        "character\n");
}

TEST_CASE("words out of a set are checked against it") {
  const ConfigFolder folder;
  CHECK(in_score(folder, "conflict = \"lst\"") ==
        "judge.toml:9:12: judge.conflict: there is no conflict \"lst\", did you mean \"last\"?\n");
  CHECK(in_score(folder, "format = \"yaml\"") ==
        "judge.toml:9:10: judge.format: there is no format \"yaml\"; there are: auto, json_schema, "
        "json_object, text\n");
  CHECK(in_judge(folder, "scroe", "") ==
        "judge.toml:6:10: judge.method: there is no method \"scroe\", did you mean \"score\"?\n");
}

TEST_CASE("a pattern must be a regular expression") {
  const ConfigFolder folder;
  CHECK(in_judge(folder, "regex", "pattern = \"(a\"") ==
        "judge.toml:7:11: judge.pattern: is not a regular expression (RE2): missing ): (a\n");
}

TEST_CASE("judges have different names") {
  const ConfigFolder folder;
  CHECK(folder.problems(dataset_part + "[[judge]]\nmethod = \"exact\"\nname = \"judge2\"\n"
                                       "[[judge]]\nmethod = \"includes\"\n"
                                       "[[judge]]\nmethod = \"numeric\"\nname = \"judge2\"\n") ==
        "judge.toml:6:1: judge.1.name: \"judge2\" is another judge's name\n"
        "judge.toml:10:8: judge.2.name: \"judge2\" is another judge's name\n");
}

TEST_CASE("a panel, its votes and how they are combined") {
  const ConfigFolder folder;
  const std::string more = "[models.n]\nprovider = \"mock\"\n";
  const auto config = folder.config(
      dataset_part + mock_part + more +
      "[judge]\nmethod = \"score\"\nmodels = [\"m\", \"n\"]\nprompt = \"{{output}}\"\nvotes = 3\n"
      "combine = \"median\"\nmin_votes = 5\nrepair = 1\nlogprobs = { or = \"unscored\", top = 5 "
      "}\n");
  const auto& judge = config.judges.at(0);
  CHECK(judge.models == std::vector<std::string>{"m", "n"});
  CHECK(judge.votes == 3);
  CHECK(judge.combine == Combine::median);
  CHECK(judge.min_votes == 5);
  CHECK(judge.repair == 1);
  CHECK(judge.logprobs.wanted);
  CHECK_FALSE(judge.logprobs.or_text);
  CHECK(judge.logprobs.top == 5);
  CHECK(in_score(folder, "min_votes = 2") ==
        "judge.toml:9:13: judge.min_votes: must be at most 1\n");
  CHECK(in_score(folder, "votes = 0") == "judge.toml:9:9: judge.votes: must be at least 1\n");
  CHECK(in_score(folder, "combine = \"best\"") ==
        "judge.toml:9:11: judge.combine: there is no combine \"best\"; there are: majority, mean, "
        "median\n");
}

TEST_CASE("pairs name the other: a model, earlier results, or the last that generates") {
  const ConfigFolder folder;
  folder.write("old.jsonl", "{}\n");
  const std::string models = mock_part + "[models.n]\nprovider = \"mock\"\n";
  const std::string judge =
      "[judge]\nmethod = \"pairwise\"\nmodels = \"m\"\nprompt = \"{{a}}{{b}}\"\n";
  const auto generate = [](const std::string& names) {
    return "[generate]\nmodels = " + names + "\nprompt = \"{{input}}\"\n";
  };
  CHECK(folder.config(dataset_part + models + judge).judges[0].against.empty());
  CHECK(folder.config(dataset_part + models + judge + "baseline = \"old.jsonl\"\n")
            .judges[0]
            .baseline.filename() == "old.jsonl");
  CHECK(
      folder.config(dataset_part + models + generate("[\"m\", \"n\"]") + judge).judges[0].against ==
      "n");
  CHECK(folder.config(dataset_part + models + generate("\"m\"") + judge + "against = \"n\"\n")
            .judges[0]
            .against == "n");
  CHECK(folder.problems(dataset_part + models + generate("\"m\"") + judge)
            .contains("a pair needs two: generate with two models, or name the other"));
  CHECK(folder.problems(dataset_part + models + judge + "against = \"n\"\n")
            .contains("without [generate] the pairs are the samples' fields a and b"));
  CHECK(folder.problems(dataset_part + models + judge + "baseline = \"none.jsonl\"\n")
            .contains("no such file of results: \"none.jsonl\""));
  CHECK(folder.problems("[run]\noutput = \"old.jsonl\"\n" + dataset_part + models + judge +
                        "baseline = \"old.jsonl\"\n") ==
        "judge.toml:2:10: run.output: \"old.jsonl\" is the baseline and would be overwritten\n");
}

TEST_CASE("a rubric needs criteria, and points to be had") {
  const ConfigFolder folder;
  const auto rubric = [&](const std::string& lines) {
    return in_judge(folder, "rubric", "models = \"m\"\nprompt = \"{{output}}\"\n" + lines);
  };
  CHECK(rubric("").contains("judge.criteria: missing; write them as in"));
  CHECK(
      rubric("criteria = [ { criterion = \"a\", points = 5 }, { criterion = \"b\", points = -1 } ]")
          .empty());
  CHECK(rubric("criteria = [ { criterion = \"b\", points = -1 } ]").contains("nothing to be had"));
  CHECK(rubric("criteria = [ { points = 1 } ]").contains("judge.criteria.0.criterion: missing"));
  CHECK(rubric("criteria = [ { criterion = \"a\", point = 1 } ]")
            .contains("judge.criteria.0.point: unknown key, did you mean \"points\"?"));
}

TEST_CASE("a gate is a free scorer before the judge") {
  const ConfigFolder folder;
  const auto gated = [&](const std::string& gate) {
    return folder.problems(
        dataset_part + mock_part +
        "[[judge]]\nname = \"exact\"\nmethod = \"exact\"\n"
        "[[judge]]\nmethod = \"score\"\nmodels = \"m\"\nprompt = \"{{output}}\"\n"
        "gate = \"" +
        gate + "\"\n");
  };
  CHECK(gated("exact").empty());
  CHECK(gated("none").contains("there is no [[judge]] \"none\" before this one"));
}

TEST_CASE("a schema is a table or a file of JSON") {
  const ConfigFolder folder;
  folder.write("s.json", R"({"type": "object"})");
  folder.write("bad.json", "[");
  CHECK(in_judge(folder, "json_schema", "schema = \"s.json\"").empty());
  CHECK(in_judge(folder, "json_schema", "schema = { type = \"object\" }").empty());
  CHECK(in_judge(folder, "json_schema", "schema = \"bad.json\"").contains("holds no JSON object"));
  const std::string deep = R"({"not":)";
  std::string deeper;
  for (int i = 0; i < 100'000; ++i) deeper += deep;
  folder.write("deep.json", deeper + "{}" + std::string(100'000, '}'));
  CHECK(in_judge(folder, "json_schema", "schema = \"deep.json\"").contains("nested too deeply"));
  CHECK(in_judge(folder, "json_schema", "").contains("judge.schema: missing"));
}

TEST_CASE("prompts in files must be readable text") {
  const ConfigFolder folder;
  folder.write("bad.mustache", "one\ntwo \xff\n");
  folder.write("empty.mustache", " \n");
  const auto with = [&](const std::string& prompt) {
    return in_judge(folder, "score", "models = \"m\"\nprompt = \"" + prompt + "\"");
  };
  CHECK(with("none.mustache") ==
        "judge.toml:8:10: judge.prompt: the file \"none.mustache\": no such file\n");
  CHECK(with("bad.mustache") ==
        "judge.toml:8:10: judge.prompt: the file \"bad.mustache\": line 2 is not UTF-8\n");
  CHECK(with("empty.mustache") ==
        "judge.toml:8:10: judge.prompt: the file \"empty.mustache\" is empty\n");
  CHECK(with(".") == "judge.toml:8:10: judge.prompt: the file \"\": is a directory\n");
  CHECK(with("") == "judge.toml:8:10: judge.prompt: is empty\n");
  CHECK(with("a\\u0000b") ==
        "judge.toml:8:10: judge.prompt: is the path of a file (no {{…}} in it) with a control "
        "character\n");
  CHECK(in_score(folder, "system = \"none.md\"") ==
        "judge.toml:9:10: judge.system: the file \"none.md\": no such file\n");
  CHECK(with("a\\nb").empty());
}

TEST_CASE("a run that may stop early takes its samples at random") {
  const ConfigFolder folder;
  folder.write("old.jsonl", "{}\n");
  const auto with = [&](const std::string& run) {
    return "[run]\n" + run + dataset_part + exact_part;
  };
  const auto config = folder.config(with("stop_when = { half_width = 0.02 }\n"));
  CHECK(config.run.order == Order::random);
  CHECK(config.run.stop_when->half_width == 0.02);
  CHECK(folder.config(with("stop_when = { compare = \"old.jsonl\", alpha = 0.1 }\n"))
            .run.stop_when->alpha == 0.1);
  CHECK(folder.problems(with("order = \"dataset\"\nstop_when = { half_width = 0.02 }\n"))
            .contains("run.order: must be \"random\" with stop_when"));
  CHECK(folder.problems(with("stop_when = { alpha = 0.1 }\n"))
            .contains("run.stop_when: write { half_width = 0.02 } or { compare = "));
  CHECK(folder.problems(with("stop_when = { compare = \"none.jsonl\" }\n"))
            .contains("run.stop_when.compare: no such file of results: \"none.jsonl\""));
}
