#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

TEST_CASE("a small config gets its defaults") {
  const ConfigFolder folder;
  const Config config = folder.config(dataset_part + mock_part + score_part);
  CHECK(config.file == folder.path("judge.toml"));
  CHECK(config.run.name == "judge");
  CHECK(config.run.output == folder.path("judge.results.jsonl"));
  CHECK(config.run.store == folder.path(".judge/store.db"));
  CHECK(config.run.epochs == 1);
  CHECK(config.run.drain == 30s);
  CHECK(config.run.order == Order::dataset);
  CHECK(config.dataset.path == folder.path("d.jsonl"));
  CHECK_FALSE(config.dataset.id);
  CHECK(config.dataset.fields.empty());
  REQUIRE(config.models.size() == 1);
  const ModelConfig& model = config.models[0];
  CHECK(model.provider == Provider::mock);
  CHECK(model.model == "mock-judge");
  CHECK(model.base_url.empty());
  CHECK(model.api_keys.empty());
  CHECK_FALSE(model.max_connections.automatic);
  CHECK(model.max_connections.start == 64);
  CHECK(model.max_connections.max == 64);
  CHECK_FALSE(model.rpm);
  CHECK(model.params == nlohmann::json::object());
  CHECK_FALSE(model.price.input);
  CHECK_FALSE(config.generate);
  REQUIRE(config.judges.size() == 1);
  CHECK(config.judges[0].name == "judge");
  CHECK(config.judges[0].scale_min == 1);
  CHECK(config.judges[0].scale_max == 10);
  CHECK(config.judges[0].prompt.text == "Rate {{output}}");
  CHECK(config.judges[0].prompt.origin == folder.path("judge.toml").string() + ":8");
  CHECK_FALSE(config.limits.usd);
}

TEST_CASE("every key of a full config arrives") {
  ConfigFolder folder;
  folder.variables = {{"OPENAI_API_KEY", "sk-from-the-environment\n"},
                      {"HOME", folder.path("home")}};
  folder.write("home/.config/judge/key2", "sk-from-the-file\n");
  folder.write("p/trivia.jsonl", "{}\n");
  folder.write("c/score.mustache", "Score {{output}}");
  folder.write("ca.pem", "certificate");
  const Config config = folder.config(R"(
[run]
name   = "trivia"
output = "../results/trivia.jsonl"
store  = "../.judge/store.db"
store_exclusive = true
epochs = 3
seed   = 7
drain  = "1m30s"
order  = "prefix"

[dataset]
path   = "p/trivia.jsonl"
id     = "key"
fields = { input = "question", target = "answer", "my field" = "a.b" }
metadata = ["topic", "level"]
limit  = 10
sample = 5

[models.gpt]
provider  = "openai"
model     = "gpt-5-mini"
base_url  = "https://api.openai.com/v1/"
api_keys  = ["env:OPENAI_API_KEY", "file:~/.config/judge/key2"]
max_connections = { start = 8, max = 32 }
rpm = 3000
tpm = 200000.5
params  = { temperature = 0.0, max_completion_tokens = 256, stop = ["a", 1, true], since = 2026-11-20, o = { x = 1 } }
headers = { X-Team = "evals" }
timeout = { connect = "5s", attempt = "90s" }
retry   = { max = 3, base = "250ms", cap = "10s", retry_after_cap = "1m", give_up_after = "15m" }
price   = { input = 0.25, cached_input = 0.025, output = 2 }
ca_file = "ca.pem"

[generate]
models = ["gpt"]
system = "Answer in one sentence."
prompt = "{{input}}"

[judge]
method = "score"
models = ["gpt"]
system = "c/score.mustache"
prompt = "c/score.mustache"
scale  = [0, 5.5]
conflict = "first"
format = "json_object"
votes  = 1

[limits]
usd = 5.00
max_failures = "20%"
deadline = "8h"
)");
  CHECK(config.run.name == "trivia");
  CHECK(config.run.output == folder.path().parent_path() / "results/trivia.jsonl");
  CHECK(config.run.store == folder.path().parent_path() / ".judge/store.db");
  CHECK(config.run.store_exclusive);
  CHECK(config.run.epochs == 3);
  CHECK(config.run.seed == 7);
  CHECK(config.run.drain == 90s);
  CHECK(config.run.order == Order::prefix);
  CHECK(config.dataset.path == folder.path("p/trivia.jsonl"));
  CHECK(config.dataset.id == "key");
  CHECK(config.dataset.fields == std::map<std::string, std::string>{{"input", "question"},
                                                                    {"target", "answer"},
                                                                    {"my field", "a.b"}});
  CHECK(config.dataset.metadata == std::vector<std::string>{"topic", "level"});
  CHECK(config.dataset.limit == 10);
  CHECK(config.dataset.sample == 5);

  const ModelConfig& model = config.model("gpt");
  CHECK(model.model == "gpt-5-mini");
  CHECK(model.base_url == "https://api.openai.com/v1");
  REQUIRE(model.api_keys.size() == 2);
  CHECK(model.api_keys[0].value.reveal() == "sk-from-the-environment");
  CHECK(model.api_keys[0].source == "env:OPENAI_API_KEY");
  CHECK(model.api_keys[1].value.reveal() == "sk-from-the-file");
  CHECK(model.api_keys[1].source == "file:~/.config/judge/key2");
  CHECK(model.max_connections.automatic);
  CHECK(model.max_connections.start == 8);
  CHECK(model.max_connections.max == 32);
  CHECK(model.rpm == 3000);
  CHECK(model.tpm == 200000.5);
  CHECK(model.params.dump() ==
        R"({"max_completion_tokens":256,"o":{"x":1},"since":"2026-11-20","stop":["a",1,true],)"
        R"("temperature":0.0})");
  CHECK(model.headers == std::map<std::string, std::string>{{"X-Team", "evals"}});
  CHECK(model.timeout.connect == 5s);
  CHECK(model.timeout.attempt == 90s);
  CHECK(model.retry.max == 3);
  CHECK(model.retry.base == 250ms);
  CHECK(model.retry.cap == 10s);
  CHECK(model.retry.retry_after_cap == 1min);
  CHECK(model.retry.give_up_after == 15min);
  CHECK(model.price.input == 0.25);
  CHECK(model.price.cached_input == 0.025);
  CHECK(model.price.output == 2);
  CHECK(model.ca_file == folder.path("ca.pem"));

  REQUIRE(config.generate);
  CHECK(config.generate->models == std::vector<std::string>{"gpt"});
  REQUIRE(config.generate->system);
  CHECK(config.generate->system->text == "Answer in one sentence.");
  CHECK(config.generate->prompt.text == "{{input}}");

  const JudgeConfig& judge = config.judges.at(0);
  CHECK(judge.method == Method::score);
  CHECK(judge.models == std::vector<std::string>{"gpt"});
  REQUIRE(judge.system);
  CHECK(judge.system->text == "Score {{output}}");
  CHECK(judge.prompt.text == "Score {{output}}");
  CHECK(judge.prompt.origin == "c/score.mustache");
  CHECK(judge.scale_min == 0);
  CHECK(judge.scale_max == 5.5);
  CHECK(judge.conflict == "first");
  CHECK(judge.format == "json_object");

  CHECK(config.limits.usd == 5);
  CHECK(config.limits.max_failures_share == 0.2);
  CHECK_FALSE(config.limits.max_failures_count);
  CHECK(config.limits.deadline == 8h);
}

TEST_CASE("models and choices keep the order of the file") {
  const ConfigFolder folder;
  const Config config = folder.config(dataset_part +
                                      "[models.z]\nprovider = \"mock\"\n"
                                      "[models.m]\nprovider = \"mock\"\n"
                                      "[models.a]\nprovider = \"mock\"\n"
                                      "[judge]\nmethod = \"choice\"\nmodels = \"m\"\n"
                                      "prompt = \"{{output}}\"\n"
                                      "choices = { Z = 1, B = 0.5, A = -1 }\n");
  REQUIRE(config.models.size() == 3);
  CHECK(config.models[0].name == "z");
  CHECK(config.models[1].name == "m");
  CHECK(config.models[2].name == "a");
  const auto& choices = config.judges.at(0).choices;
  REQUIRE(choices.size() == 3);
  CHECK(choices[0].label == "Z");
  CHECK(choices[1].label == "B");
  CHECK(choices[1].value == 0.5);
  CHECK(choices[2].label == "A");
  CHECK(choices[2].value == -1);
}

TEST_CASE("several judges are named by their place unless they have a name") {
  const ConfigFolder folder;
  const Config config =
      folder.config(dataset_part +
                    "[[judge]]\nmethod = \"exact\"\nignore_case = true\n"
                    "[[judge]]\nmethod = \"regex\"\npattern = \"^a+$\"\nname = \"shape\"\n"
                    "[[judge]]\nmethod = \"numeric\"\ntolerance = 0.5\n"
                    "[[judge]]\nmethod = \"includes\"\n");
  REQUIRE(config.judges.size() == 4);
  CHECK(config.judges[0].name == "judge1");
  CHECK(config.judges[0].ignore_case);
  CHECK(config.judges[1].name == "shape");
  CHECK(config.judges[1].pattern == "^a+$");
  CHECK(config.judges[2].name == "judge3");
  CHECK(config.judges[2].tolerance == 0.5);
  CHECK(config.judges[3].method == Method::includes);
  CHECK(folder.config(dataset_part + "[[judge]]\nmethod = \"exact\"\n").judges[0].name == "judge");
}

TEST_CASE("max_connections is a number, auto or a range") {
  const ConfigFolder folder;
  const auto limit = [&](const std::string& value) {
    return folder
        .config(dataset_part + mock_part + "max_connections = " + value + "\n" + score_part)
        .models[0]
        .max_connections;
  };
  CHECK_FALSE(limit("3").automatic);
  CHECK(limit("3").start == 3);
  CHECK(limit("3").max == 3);
  CHECK(limit("\"auto\"").automatic);
  CHECK(limit("\"auto\"").start == 16);
  CHECK(limit("\"auto\"").max == 512);
  CHECK(limit("{ max = 8 }").start == 8);
  CHECK(limit("{ start = 1000 }").max == 1000);
}

TEST_CASE("the mock's options arrive") {
  const ConfigFolder folder;
  const MockConfig mock = folder
                              .config(dataset_part + mock_part +
                                      "[models.m.mock]\nlatency = \"lognormal:250ms,0.4\"\n"
                                      "rpm = 60\ntpm = 1e5\nburst = 2\nseed = 9\n"
                                      "fail = \"500=0.02, reset=0.005\"\n" +
                                      score_part)
                              .models[0]
                              .mock;
  CHECK(mock.latency == "lognormal:250ms,0.4");
  CHECK(mock.rpm == 60);
  CHECK(mock.tpm == 1e5);
  CHECK(mock.burst == 2);
  CHECK(mock.seed == 9);
  CHECK(mock.fail == "500=0.02, reset=0.005");
}

TEST_CASE("a model for the real provider becomes a mock by one override") {
  const ConfigFolder folder;
  const std::string text = dataset_part +
                           "[models.m]\nprovider = \"openai\"\nmodel = \"gpt\"\n"
                           "base_url = \"https://example.org/v1\"\napi_keys = \"env:UNSET\"\n" +
                           score_part;
  CHECK(folder.problems(text) ==
        "judge.toml:7:12: models.m.api_keys: the environment variable UNSET is not set\n");
  const Config config = folder.config(text, {"models.m.provider=mock"});
  CHECK(config.models[0].provider == Provider::mock);
  CHECK(config.models[0].base_url.empty());
  CHECK(config.models[0].api_keys.empty());
}

TEST_CASE("max_failures may be a number of samples") {
  const ConfigFolder folder;
  const Config config = folder.config(dataset_part + exact_part + "[limits]\nmax_failures = 50\n");
  CHECK(config.limits.max_failures_count == 50);
  CHECK_FALSE(config.limits.max_failures_share);
}

TEST_CASE("fields may name the id's column") {
  const ConfigFolder folder;
  const Config config = folder.config(dataset_part + "fields = { id = \"key\" }\n" + exact_part);
  CHECK(config.dataset.id == "key");
}

TEST_CASE("a prompt file loses its byte order mark") {
  const ConfigFolder folder;
  folder.write("p.mustache", "\xEF\xBB\xBFRate {{output}}");
  const std::string judge =
      "[judge]\nmethod = \"score\"\nmodels = \"m\"\nprompt = \"p.mustache\"\n";
  CHECK(folder.config(dataset_part + mock_part + judge).judges[0].prompt.text == "Rate {{output}}");
}

TEST_CASE("the process's environment is looked up by name") {
  CHECK(process_environment()("PATH").has_value());
  CHECK_FALSE(process_environment()("JUDGE_NO_SUCH_VARIABLE").has_value());
}
