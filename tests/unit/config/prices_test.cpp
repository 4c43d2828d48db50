#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

const std::string table = R"({
  "sample_spec": {"input_cost_per_token": "USD per prompt token", "mode": "one of: chat, …"},
  "small": {"input_cost_per_token": 2.5e-07, "output_cost_per_token": 2e-06,
            "cache_read_input_token_cost": 2.5e-08, "input_cost_per_token_flex": 1.25e-07,
            "output_cost_per_token_flex": 1e-06},
  "anthropic/large": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
            "cache_read_input_token_cost": 3e-07, "cache_creation_input_token_cost": 3.75e-06,
            "cache_creation_input_token_cost_above_1hr": 6e-06,
            "input_cost_per_token_above_200k_tokens": 6e-06,
            "output_cost_per_token_above_200k_tokens": 2.25e-05},
  "large": {"input_cost_per_token": 9},
  "groq/llama": {"input_cost_per_token": 1e-7, "output_cost_per_token": 1e-7},
  "no-output": {"input_cost_per_token": 1e-6},
  "negative": {"input_cost_per_token": -1, "output_cost_per_token": 1e-6}
})";

struct Priced {
  ConfigFolder folder;

  Priced() {
    folder.variables = {{"OPENAI_API_KEY", "sk-12345678"},
                        {"ANTHROPIC_API_KEY", "sk-12345678"},
                        {"GROQ_API_KEY", "sk-12345678"}};
    folder.write("prices.json", table);
  }
  std::string text(const std::string& lines) const {
    return dataset_part + "[models.m]\nprice_file = \"prices.json\"\n" + lines + "\n" + exact_part;
  }
  ModelConfig model(const std::string& lines) const {
    return folder.config(text(lines)).models.at(0);
  }
};

}  // namespace

TEST_CASE("a price file is USD per token, a price USD per million") {
  const auto model = Priced().model("model = \"small\"");
  CHECK(model.price.input == 0.25);
  CHECK(model.price.output == 2.0);
  CHECK(model.price.cached_input == 0.025);
  CHECK(!model.price.cache_write);
  CHECK(model.price_above.empty());
}

TEST_CASE("the provider's own entry comes first, and a tier keeps what it does not say") {
  const auto model = Priced().model("model = \"large\"\nprovider = \"anthropic\"");
  CHECK(model.price.input == 3.0);
  CHECK(model.price.cache_write == 3.75);
  CHECK(model.price.cache_write_1h == 6.0);
  REQUIRE(model.price_above.size() == 1);
  CHECK(model.price_above[0].tokens == 200'000);
  CHECK(model.price_above[0].price.input == 6.0);
  CHECK(model.price_above[0].price.output == 22.5);
  CHECK(model.price_above[0].price.cached_input == 0.3);
  CHECK(Priced().model("model = \"llama\"\npreset = \"groq\"").price.input == 0.1);
}

TEST_CASE("a service tier has its own prices, and no others") {
  const auto flex = Priced().model("model = \"small\"\nparams = { service_tier = \"flex\" }");
  CHECK(flex.price.input == 0.125);
  CHECK(flex.price.output == 1.0);
  CHECK(!Priced().model("model = \"small\"\nparams = { service_tier = \"priority\" }").price.input);
}

TEST_CASE("what a price file does not know is unknown, and said") {
  const Priced priced;
  CHECK(!priced.model("model = \"no-output\"").price.output);
  CHECK(!priced.model("model = \"negative\"").price.input);
  for (const std::string name : {"other", "sample_spec"})
    CHECK(priced.folder.warnings(priced.text("model = \"" + name + "\"")) ==
          "judge.toml:4:14: models.m.price_file: \"prices.json\" has no price for \"" + name +
              "\": what it costs is unknown\n");
  priced.folder.write("prices.json", "[]");
  CHECK(priced.folder.problems(priced.text("model = \"x\"")) ==
        "judge.toml:4:14: models.m.price_file: \"prices.json\": is not a table of models\n");
  priced.folder.write("prices.json", "{");
  CHECK(priced.folder.problems(priced.text("model = \"x\"")) ==
        "judge.toml:4:14: models.m.price_file: \"prices.json\": is not JSON\n");
}

TEST_CASE("a price that is written holds, whatever the file says") {
  const auto model = Priced().model(
      "model = \"large\"\nprovider = \"anthropic\"\n"
      "price = { input = 1, output = 2, cache_write = 1.25, above = [{ tokens = 272000, input = 2 "
      "}, "
      "{ tokens = 128000, input = 1.5, output = 3 }] }");
  CHECK(model.price.input == 1);
  CHECK(model.price.cache_write == 1.25);
  REQUIRE(model.price_above.size() == 2);
  CHECK(model.price_above[0].tokens == 128'000);
  CHECK(model.price_above[1].price.input == 2);
  const Priced priced;
  CHECK(priced.folder.problems(priced.text("model = \"x\"\nprice = { above = { input = 1 } }")) ==
        "judge.toml:6:19: models.m.price.above.tokens: missing; write the input above which it "
        "holds\n");
}
