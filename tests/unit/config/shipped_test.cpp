// The configs that come with the program must load as they are.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>

#include "config/load.hpp"

using namespace judge;

namespace {

namespace fs = std::filesystem;

fs::path root() {
  return fs::path(__FILE__).parent_path() / "../../..";
}

LoadedConfig load_shipped(const std::string& name) {
  const fs::path file = (root() / "configs" / name).lexically_normal();
  auto loaded = load_config(file, {}, [](const std::string& variable) {
    const bool key = variable.ends_with("_KEY") || variable.ends_with("_KEY_ID");
    return key ? std::optional<std::string>("sk-of-nobody-at-all") : std::nullopt;
  });
  std::string problems;
  if (!loaded) {
    for (const Problem& problem : loaded.error()) problems += problem.text() + "\n";
  }
  REQUIRE_MESSAGE(loaded, problems);
  CHECK(loaded->warnings.empty());
  return std::move(*loaded);
}

}  // namespace

TEST_CASE("the quickstart loads without a key and asks a mock") {
  const Config config = load_shipped("quickstart.toml").config;
  CHECK(config.run.name == "quickstart");
  CHECK(config.models.at(0).provider == Provider::mock);
  CHECK(config.models[0].max_connections.max == 16);
  CHECK(config.judges.at(0).method == Method::score);
  CHECK(config.dataset.fields.at("output") == "answer");
}

TEST_CASE("the OpenAI config loads with a key in the environment") {
  const Config config = load_shipped("openai.toml").config;
  REQUIRE(config.models.at(0).api_keys.size() == 1);
  CHECK(config.models[0].api_keys[0].source == "env:OPENAI_API_KEY");
  CHECK(config.limits.usd == 1);
}

TEST_CASE("the local server's config sends no key") {
  const Config config = load_shipped("local-server.toml").config;
  CHECK(config.models.at(0).api_keys.empty());
  CHECK(config.models[0].base_url == "http://localhost:8000/v1");
}

TEST_CASE("every provider's config loads with its key in the environment, and all that ship load") {
  const std::map<std::string, Provider> providers{{"anthropic.toml", Provider::anthropic},
                                                  {"gemini.toml", Provider::gemini},
                                                  {"azure.toml", Provider::azure},
                                                  {"bedrock.toml", Provider::bedrock}};
  std::size_t seen = 0;
  for (const auto& entry : fs::directory_iterator(root() / "configs")) {
    if (entry.path().extension() != ".toml") continue;
    const auto name = entry.path().filename().string();
    CAPTURE(name);
    const Config config = load_shipped(name).config;
    if (!providers.contains(name)) continue;
    ++seen;
    CHECK(config.models.at(0).provider == providers.at(name));
    CHECK(config.models[0].api_keys.size() == 1);
  }
  CHECK(seen == providers.size());
}
