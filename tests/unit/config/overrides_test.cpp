#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

const std::string good = dataset_part + mock_part + score_part;

}  // namespace

TEST_CASE("--set overrides the file and makes the tables that are absent") {
  const ConfigFolder folder;
  const Config config =
      folder.config(good, {"run.epochs=3", "run.name = 'a = b'", "limits.deadline=8h",
                           "judge.scale=[0, 1]", "models.m.params.temperature=0.5",
                           "models.\"new one\".provider=mock", "run.output=out/results.jsonl",
                           "dataset.fields={ input = \"q\" }", "judge.scale.1=2"});
  CHECK(config.run.epochs == 3);
  CHECK(config.run.name == "a = b");
  CHECK(config.run.output == folder.path("out/results.jsonl"));
  CHECK(config.limits.deadline == 8h);
  CHECK(config.judges[0].scale_min == 0);
  CHECK(config.judges[0].scale_max == 2);
  CHECK(config.model("m").params.dump() == R"({"temperature":0.5})");
  CHECK(config.models.at(1).name == "new one");
  CHECK(config.dataset.fields.at("input") == "q");
}

TEST_CASE("the last of several --sets of one key counts") {
  const ConfigFolder folder;
  CHECK(folder.config(good, {"run.seed=1", "run.seed=2"}).run.seed == 2);
}

TEST_CASE("a value that is no TOML is a string as it stands") {
  const ConfigFolder folder;
  const auto name = [&](const std::string& value) {
    return folder.config(good, {"run.name=" + value}).run.name;
  };
  CHECK(name("gpt-5 mini") == "gpt-5 mini");
  CHECK(name("it's \\n \"so\"") == "it's \\n \"so\"");
  CHECK(name("x = y") == "x = y");
  const auto prompt = [&](const std::string& value) {
    return folder.config(good, {"judge.prompt=" + value}).judges[0].prompt;
  };
  CHECK(prompt("1\nv2 = {{output}}").text == "1\nv2 = {{output}}");
  CHECK(prompt("Is {{output}} good?").origin == "--set");
}

TEST_CASE("choices given by --set keep their order") {
  const ConfigFolder folder;
  const std::string choice = dataset_part + mock_part +
                             "[judge]\nmethod = \"choice\"\nmodels = \"m\"\n"
                             "prompt = \"{{output}}\"\nchoices = { Z = 1 }\n";
  const Config config =
      folder.config(choice, {"judge.choices.Y=0.5", "judge.choices.B=0.2", "judge.choices.A=0"});
  const auto& choices = config.judges[0].choices;
  REQUIRE(choices.size() == 4);
  CHECK(choices[0].label == "Z");
  CHECK(choices[1].label == "Y");
  CHECK(choices[2].label == "B");
  CHECK(choices[3].label == "A");
}

TEST_CASE("--set reaches into lists of tables by index and by name") {
  const ConfigFolder folder;
  const std::string judges =
      dataset_part + "[[judge]]\nmethod = \"exact\"\n[[judge]]\nmethod = \"exact\"\nname = \"b\"\n";
  const Config config =
      folder.config(judges, {"judge.0.method=includes", "judge.b.method=numeric"});
  CHECK(config.judges[0].method == Method::includes);
  CHECK(config.judges[1].method == Method::numeric);
  CHECK(folder.problems(judges, {"judge.2.method=exact", "judge.c.method=exact"}) ==
        "--set: judge: there is no such entry: the list has 2, counted from 0 to 1, named b\n"
        "--set: judge: there is no such entry: the list has 2, counted from 0 to 1, named b\n");
}

TEST_CASE("problems of a --set name it and the key") {
  const ConfigFolder folder;
  CHECK(folder.problems(good, {"run.epochs=0", "models.m.rpmm=5", "run.drain=soon",
                               "judge.models=[\"x\"]", "runn.seed=1"}) ==
        "--set: run.epochs: must be at least 1\n"
        "--set: run.drain: is not a duration: write one such as \"350ms\", \"30s\", \"5m\" or "
        "\"1h30m\"\n"
        "--set: models.m.rpmm: unknown key, did you mean \"rpm\"?\n"
        "--set: judge.models.0: there is no model \"x\"; there are: m\n"
        "--set: runn: unknown key, did you mean \"run\"?\n");
}

TEST_CASE("a --set that cannot be read is a problem") {
  const ConfigFolder folder;
  CHECK(folder.problems(good, {"run.epochs"}) ==
        "--set: number 1 has no \"=\": write --set dotted.key=value\n");
  CHECK(folder.problems(good, {"=1"}) ==
        "--set: is not a dotted key: write --set dotted.key=value\n");
  CHECK(folder.problems(good, {"run..epochs=1"}) ==
        "--set: run..epochs: is not a dotted key: write --set dotted.key=value\n");
  CHECK(folder.problems(good, {"run]\nseed=1"}) ==
        "--set: run]\\nseed: is not a dotted key: write --set dotted.key=value\n");
  CHECK(folder.problems(good, {"judge.scale=[1, 2"}) ==
        "--set: judge.scale: Error while parsing array: encountered end-of-file\n");
  CHECK(folder.problems(good, {"run.name.x=1"}) ==
        "--set: run.name: expected a string, found a table\n");
  CHECK(folder.problems("[run]\nname = \"a\"\n" + good, {"run.name.x=1"}) ==
        "--set: run.name: is a string: there is nothing below it\n");
}

TEST_CASE("a --set that cannot be read is told beside a syntax error of the file") {
  const ConfigFolder folder;
  CHECK(folder.problems("a = ", {"run.epochs"}) ==
        "judge.toml:1:5: Error while parsing key-value pair: encountered end-of-file\n"
        "--set: number 1 has no \"=\": write --set dotted.key=value\n");
}
