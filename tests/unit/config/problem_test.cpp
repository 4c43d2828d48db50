#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

// The problems of one line added to the section that begins with `section`.
std::string in_run(const ConfigFolder& folder, const std::string& line) {
  return folder.problems("[run]\n" + line + "\n" + dataset_part + exact_part);
}
std::string in_dataset(const ConfigFolder& folder, const std::string& line) {
  return folder.problems(dataset_part + line + "\n" + exact_part);
}
std::string in_judge(const ConfigFolder& folder, const std::string& method,
                     const std::string& line) {
  return folder.problems(dataset_part + mock_part + "[judge]\nmethod = \"" + method + "\"\n" +
                         line + "\n");
}
std::string in_limits(const ConfigFolder& folder, const std::string& line) {
  return folder.problems(dataset_part + exact_part + "[limits]\n" + line + "\n");
}

}  // namespace

TEST_CASE("a problem's text has the parts that are known") {
  CHECK(Problem{"a.toml", 3, 5, "run.name", "is empty"}.text() == "a.toml:3:5: run.name: is empty");
  CHECK(Problem{"a.toml", 0, 0, "judge", "missing"}.text() == "a.toml: judge: missing");
  CHECK(Problem{"--set", 0, 0, "", "no \"=\""}.text() == "--set: no \"=\"");
  CHECK(Problem{"", 0, 0, "", "wrong"}.text() == "wrong");
  CHECK(Problem{"a\x1b[31m.toml", 1, 1, "", "x"}.text() == "a\\x1b[31m.toml:1:1: x");
}

TEST_CASE("all problems are told at once, in the file's order") {
  const ConfigFolder folder;
  CHECK(folder.problems(R"([run]
epochs = 0
drain = "soon"
nmae = "x"
[dataset]
path = "none.jsonl"
[models.gpt]
provider = "openai"
model = 3
base_url = "ftp://x"
rpm = 0
[judge]
method = "score"
models = ["gtp"]
scale = [10, 1]
[limit]
usd = 1
)") ==
        R"(judge.toml:2:10: run.epochs: must be at least 1
judge.toml:3:9: run.drain: is not a duration: write one such as "350ms", "30s", "5m" or "1h30m"
judge.toml:4:1: run.nmae: unknown key, did you mean "name"?
judge.toml:6:8: dataset.path: no such file: "none.jsonl"
judge.toml:9:9: models.gpt.model: expected a string, found an integer
judge.toml:10:12: models.gpt.base_url: must begin with http:// or https://
judge.toml:11:7: models.gpt.rpm: must be more than 0
judge.toml:12:1: judge.prompt: missing; name a template; there are ready ones: prompts/score.mustache, prompts/score-reference.mustache, prompts/choice.mustache, prompts/pairwise.mustache, prompts/pairwise-reference.mustache, prompts/rubric.mustache
judge.toml:14:11: judge.models.0: there is no model "gtp", did you mean "gpt"?
judge.toml:15:9: judge.scale: the first number must be the lower one
judge.toml:16:2: limit: unknown key, did you mean "limits"?
)");
}

TEST_CASE("an empty config lacks a dataset and a judge") {
  const ConfigFolder folder;
  CHECK(folder.problems("") ==
        "judge.toml: dataset: missing; add [dataset] with the path of a file of samples\n"
        "judge.toml: judge: missing; add [judge] with a method\n");
}

TEST_CASE("empty tables lack their required keys") {
  const ConfigFolder folder;
  CHECK(folder.problems("[dataset]\n[models.a]\n[generate]\n[judge]\n") ==
        "judge.toml:1:1: dataset.path: missing; name the file of samples\n"
        "judge.toml:2:1: models.a.model: missing; write the provider's name for it\n"
        "judge.toml:2:1: models.a.api_keys: missing; its default, the environment variable "
        "OPENAI_API_KEY, is not set\n"
        "judge.toml:3:1: generate.models: missing; name those of [models] that answer\n"
        "judge.toml:4:1: judge.method: missing; there are: score, choice, pairwise, rubric, exact, "
        "includes, regex, numeric, json_schema\n");
}

TEST_CASE("a config that is not there, or is a directory, is named as the user named it") {
  const auto absent = load_config("no/such.toml", {}, process_environment());
  REQUIRE_FALSE(absent);
  REQUIRE(absent.error().size() == 1);
  CHECK(absent.error()[0].text() == "no/such.toml: no such file");
  const auto folder = load_config("/", {}, process_environment());
  REQUIRE_FALSE(folder);
  CHECK(folder.error()[0].text() == "/: is a directory");
}

TEST_CASE("a TOML syntax error has its place and the parser's words, made printable") {
  const ConfigFolder folder;
  CHECK(folder.problems("[run]\nname = trivia\n") ==
        "judge.toml:2:10: Error while parsing boolean: expected 'true', saw 'tri'\n");
  CHECK(folder.problems("[run]\nname = gpt\n") ==
        "judge.toml:2:8: Error while parsing value: could not determine value type (text needs "
        "quotes)\n");
  CHECK(folder.problems("a = 1\na = 2\n") ==
        "judge.toml:2:5: Error while parsing key-value pair: cannot redefine existing integer "
        "'a'\n");
  CHECK(folder.problems("\x1b = 1\n").find('\x1b') == std::string::npos);
  CHECK(folder.problems("a = \"\xff\"\n").starts_with("judge.toml:1:5: "));
  CHECK(folder.problems("a = " + std::string(5000, '[')).starts_with("judge.toml:1:"));
}

TEST_CASE("a key that is unlike any other gets the list of those there are") {
  const ConfigFolder folder;
  CHECK(in_limits(folder, "xyzzy = 1") ==
        "judge.toml:6:1: limits.xyzzy: unknown key; there are: deadline, max_failures, tokens, "
        "usd\n");
  CHECK(folder.problems("\"a\\u001b b\" = 1\n" + dataset_part + exact_part) ==
        "judge.toml:1:1: \"a\\x1b b\": unknown key; there are: dataset, generate, judge, limits, "
        "models, run\n");
}

TEST_CASE("wrong types say what was expected and what was found") {
  const ConfigFolder folder;
  CHECK(in_run(folder, "name = 7") ==
        "judge.toml:2:8: run.name: expected a string, found an integer\n");
  CHECK(in_run(folder, "epochs = 1.5") ==
        "judge.toml:2:10: run.epochs: expected an integer, found a float\n");
  CHECK(in_run(folder, "drain = 30") ==
        "judge.toml:2:9: run.drain: expected a duration such as \"30s\", found an integer\n");
  CHECK(in_run(folder, "drain = 07:32:00") ==
        "judge.toml:2:9: run.drain: expected a duration such as \"30s\", found a time of day\n");
  CHECK(in_dataset(folder, "fields = [\"a\"]") ==
        "judge.toml:3:10: dataset.fields: expected a table, found a list\n");
  CHECK(in_dataset(folder, "fields = { input = 1 }") ==
        "judge.toml:3:20: dataset.fields.input: expected a string, found an integer\n");
  CHECK(in_dataset(folder, "metadata = [\"a\", 2026-11-20]") ==
        "judge.toml:3:18: dataset.metadata.1: expected a string, found a date\n");
  CHECK(in_judge(folder, "exact", "ignore_case = \"yes\"") ==
        "judge.toml:7:15: judge.ignore_case: expected true or false, found a string\n");
  CHECK(in_judge(folder, "numeric", "tolerance = \"1\"") ==
        "judge.toml:7:13: judge.tolerance: expected a number, found a string\n");
  CHECK(in_limits(folder, "max_failures = 0.2") ==
        "judge.toml:6:16: limits.max_failures: expected a share such as \"20%\" or a whole number "
        "of samples, found a float\n");
  CHECK(folder.problems(dataset_part + exact_part + "[[models]]\nname = \"x\"\n") ==
        "judge.toml:5:1: models: expected a table, found a list of tables\n");
  CHECK(folder.problems("judge = \"score\"\n" + dataset_part) ==
        "judge.toml:1:9: judge: expected a table, found a string\n");
  CHECK(folder.problems("judge = [1]\n" + dataset_part) ==
        "judge.toml:1:10: judge.0: expected a table, found an integer\n");
  CHECK(folder.problems("judge = []\n" + dataset_part) ==
        "judge.toml:1:9: judge: is empty: one is needed\n");
}

TEST_CASE("impossible values of a run are refused") {
  const ConfigFolder folder;
  CHECK(in_run(folder, "epochs = 2000000") ==
        "judge.toml:2:10: run.epochs: must be at most 1000000\n");
  CHECK(in_run(folder, "seed = -1") == "judge.toml:2:8: run.seed: must be at least 0\n");
  CHECK(in_run(folder, "drain = \"0s\"") == "judge.toml:2:9: run.drain: must be at least 1ms\n");
  CHECK(in_run(folder, "drain = \"400d\"") == "judge.toml:2:9: run.drain: must be at most 365d\n");
  CHECK(in_run(folder, "name = \" \"") == "judge.toml:2:8: run.name: is empty\n");
  CHECK(in_run(folder, "name = \"a\\nb\"") ==
        "judge.toml:2:8: run.name: contains a control character\n");
  CHECK(in_run(folder, "name = \"../a\"") ==
        "judge.toml:2:8: run.name: is a path: the file is given by output, this is only a name\n");
  CHECK(in_run(folder, "output = \".\"") ==
        "judge.toml:2:10: run.output: is a directory: a file is needed\n");
  CHECK(in_run(folder, "output = \"d.jsonl\"") ==
        "judge.toml:2:10: run.output: \"d.jsonl\" is the dataset and would be overwritten\n");
  CHECK(in_run(folder, "output = \"x/../judge.toml\"") ==
        "judge.toml:2:10: run.output: \"judge.toml\" is this config and would be overwritten\n");
  CHECK(in_run(folder, "output = \"a\"\nstore = \"./a\"") ==
        "judge.toml:2:10: run.output: \"a\" is the store and would be overwritten\n");
}

TEST_CASE("impossible values of a dataset are refused") {
  const ConfigFolder folder;
  CHECK(in_dataset(folder, "limit = -1") == "judge.toml:3:9: dataset.limit: must be at least 0\n");
  CHECK(in_dataset(folder, "fields = { \"\" = \"a\" }") ==
        "judge.toml:3:17: dataset.fields.\"\": is no name for a field\n");
  CHECK(in_dataset(folder, "fields = { input = \"\" }") ==
        "judge.toml:3:20: dataset.fields.input: is empty\n");
  CHECK(in_dataset(folder, "id = \"a\"\nfields = { id = \"b\" }") ==
        "judge.toml:3:6: dataset.id: is not the column that fields.id names\n");
  CHECK(folder.problems("[dataset]\npath = \".\"\n" + exact_part) ==
        "judge.toml:2:8: dataset.path: is a directory: \"\"\n");
}

TEST_CASE("impossible limits are refused") {
  const ConfigFolder folder;
  CHECK(in_limits(folder, "usd = 0") == "judge.toml:6:7: limits.usd: must be more than 0\n");
  CHECK(in_limits(folder, "usd = nan") == "judge.toml:6:7: limits.usd: must be a finite number\n");
  CHECK(in_limits(folder, "deadline = \"-1h\"") ==
        "judge.toml:6:12: limits.deadline: is not a duration: write one such as \"350ms\", "
        "\"30s\", \"5m\" or \"1h30m\"\n");
  CHECK(in_limits(folder, "max_failures = \"101%\"") ==
        "judge.toml:6:16: limits.max_failures: must be from 0% to 100%\n");
  CHECK(in_limits(folder, "max_failures = \"-1%\"") ==
        "judge.toml:6:16: limits.max_failures: must be from 0% to 100%\n");
  CHECK(in_limits(folder, "max_failures = \"nan%\"") ==
        "judge.toml:6:16: limits.max_failures: must be from 0% to 100%\n");
  CHECK(in_limits(folder, "max_failures = \"many\"") ==
        "judge.toml:6:16: limits.max_failures: is not a share: write one such as \"20%\", or a "
        "number of samples\n");
  CHECK(in_limits(folder, "max_failures = -1") ==
        "judge.toml:6:16: limits.max_failures: must be at least 0\n");
}
