#include "config/providers.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

std::string model_part(const std::string& lines) {
  return dataset_part + "[models.m]\nmodel = \"id\"\n" + lines + "\n" + exact_part;
}

ModelConfig model_of(const ConfigFolder& folder, const std::string& lines) {
  return folder.config(model_part(lines)).models.at(0);
}

const std::string secret = "T0pSecretT0pSecret";

}  // namespace

TEST_CASE("a provider has its own address, key variable and version") {
  ConfigFolder folder;
  folder.variables = {{"ANTHROPIC_API_KEY", secret}, {"GOOGLE_API_KEY", secret}};
  const auto claude = model_of(folder, "provider = \"anthropic\"");
  CHECK(claude.provider == Provider::anthropic);
  CHECK(claude.base_url == "https://api.anthropic.com");
  CHECK(claude.api_version == "2023-06-01");
  REQUIRE(claude.api_keys.size() == 1);
  CHECK(claude.api_keys[0].source == "env:ANTHROPIC_API_KEY");
  CHECK(model_of(folder, "provider = \"gemini\"").api_keys.at(0).source == "env:GOOGLE_API_KEY");
  folder.variables["GEMINI_API_KEY"] = secret;
  CHECK(model_of(folder, "provider = \"gemini\"").api_keys.at(0).source == "env:GEMINI_API_KEY");
  folder.variables.clear();
  CHECK(folder.problems(model_part("provider = \"gemini\"")) ==
        "judge.toml:3:1: models.m.api_keys: missing; its default, the environment variable "
        "GEMINI_API_KEY or GOOGLE_API_KEY, is not set\n");
}

TEST_CASE("a provider's key is not sent to another address unasked") {
  ConfigFolder folder;
  folder.variables = {{"ANTHROPIC_API_KEY", secret}, {"OPENROUTER_API_KEY", secret}};
  const std::string elsewhere = "base_url = \"http://gateway:1/v1\"\n";
  CHECK(model_of(folder, elsewhere + "provider = \"anthropic\"").api_keys.empty());
  CHECK(model_of(folder, elsewhere + "preset = \"openrouter\"").api_keys.empty());
}

TEST_CASE(
    "azure needs the resource's address, and its deployment is the model's name if not told") {
  ConfigFolder folder;
  folder.variables["AZURE_OPENAI_API_KEY"] = secret;
  CHECK(folder.problems(model_part("provider = \"azure\"")) ==
        "judge.toml:3:1: models.m.base_url: missing; write your resource's, such as "
        "\"https://NAME.openai.azure.com\"\n");
  const std::string resource =
      "provider = \"azure\"\nbase_url = \"https://mine.openai.azure.com/\"\n";
  const auto model = model_of(folder, resource);
  CHECK(model.deployment == "id");
  CHECK(model.api_version == "2024-10-21");
  CHECK(model.api_keys.at(0).source == "env:AZURE_OPENAI_API_KEY");
  CHECK(model_of(folder, resource + "deployment = \"d\"\napi_version = \"v\"").deployment == "d");
}

TEST_CASE("bedrock's credentials are found where Amazon's own tools find them") {
  ConfigFolder folder;
  const std::string bedrock = "provider = \"bedrock\"\nregion = \"eu-west-1\"";
  folder.variables = {{"AWS_SHARED_CREDENTIALS_FILE", folder.path("credentials").string()}};
  CHECK(folder.problems(model_part(bedrock))
            .starts_with("judge.toml:3:1: models.m.api_keys: missing; set AWS_ACCESS_KEY_ID and "));
  folder.write("credentials",
               "[default]\naws_access_key_id = AKDEFAULT\naws_secret_access_key = " + secret +
                   "\n\n# another\n[work]\naws_access_key_id=AKWORK\naws_secret_access_key=x" +
                   secret + "\naws_session_token = token\n");
  auto model = model_of(folder, bedrock);
  CHECK(model.base_url == "https://bedrock-runtime.eu-west-1.amazonaws.com");
  CHECK(model.api_keys.at(0).aws_id == "AKDEFAULT");
  CHECK(model.api_keys.at(0).value.reveal() == secret);
  CHECK(!model.api_keys.at(0).aws_session);
  folder.variables["AWS_PROFILE"] = "work";
  model = model_of(folder, bedrock);
  CHECK(model.api_keys.at(0).aws_id == "AKWORK");
  CHECK(model.api_keys.at(0).aws_session->reveal() == "token");
  CHECK(model.api_keys.at(0).source == "profile:work");
  folder.variables["AWS_ACCESS_KEY_ID"] = "AKENV";
  folder.variables["AWS_SECRET_ACCESS_KEY"] = secret;
  CHECK(model_of(folder, bedrock).api_keys.at(0).aws_id == "AKENV");
  folder.variables["AWS_BEARER_TOKEN_BEDROCK"] = "bearer";
  CHECK(model_of(folder, bedrock).api_keys.at(0).aws_id.empty());
}

TEST_CASE("bedrock needs a region") {
  ConfigFolder folder;
  folder.variables = {{"AWS_ACCESS_KEY_ID", "AK"}, {"AWS_SECRET_ACCESS_KEY", secret}};
  CHECK(folder.problems(model_part("provider = \"bedrock\"")) ==
        "judge.toml:3:1: models.m.region: missing; write one such as \"us-east-1\", or set "
        "AWS_REGION\n");
  folder.variables["AWS_REGION"] = "us-west-2";
  CHECK(model_of(folder, "provider = \"bedrock\"").region == "us-west-2");
}

TEST_CASE("a preset brings address, key and what the server is known for") {
  ConfigFolder folder;
  folder.variables["DEEPSEEK_API_KEY"] = secret;
  const std::string deepseek = "preset = \"deepseek\"\nparams = { max_completion_tokens = 9 }";
  const auto model = model_of(folder, deepseek);
  CHECK(model.base_url == "https://api.deepseek.com/v1");
  CHECK(model.api_keys.at(0).source == "env:DEEPSEEK_API_KEY");
  CHECK(model.params == nlohmann::json{{"max_tokens", 9}});
  CHECK(folder.warnings(model_part(deepseek)) ==
        "judge.toml:6:10: models.m.params: preset \"deepseek\" does not know "
        "max_completion_tokens: sent as max_tokens\n");
  CHECK(model_of(folder, "preset = \"vllm\"").api_keys.empty());
  CHECK(folder.problems(model_part("preset = \"olama\"")) ==
        "judge.toml:5:10: models.m.preset: there is no preset \"olama\", did you mean "
        "\"ollama\"?\n");
}

TEST_CASE("what only some providers know is refused elsewhere, but not of a mock in their place") {
  ConfigFolder folder;
  folder.variables = {{"ANTHROPIC_API_KEY", secret}, {"OPENAI_API_KEY", secret}};
  CHECK(folder.problems(
            model_part("provider = \"anthropic\"\napi = \"responses\"\nregion = \"r\"")) ==
        "judge.toml:6:7: models.m.api: is only for provider = \"openai\"\n"
        "judge.toml:7:10: models.m.region: is only for provider = \"bedrock\"\n");
  CHECK(folder.problems(model_part("deployment = \"d\"\napi_version = \"1\"")) ==
        "judge.toml:5:14: models.m.deployment: is only for provider = \"azure\"\n"
        "judge.toml:6:15: models.m.api_version: is only for provider = \"anthropic\" and "
        "\"gemini\" and \"azure\"\n");
  CHECK(folder
            .problems(model_part("provider = \"mock\"\ndeployment = \"d\"\nregion = \"r\"\n"
                                 "preset = \"groq\"\nquery = { a = \"b\" }"))
            .empty());
  CHECK(model_of(folder, "api = \"responses\"").api == Api::responses);
}

TEST_CASE("sampling parameters that a version refuses are named") {
  ConfigFolder folder;
  folder.variables["ANTHROPIC_API_KEY"] = secret;
  const auto with = [&](const std::string& version) {
    return folder.warnings(
        model_part("provider = \"anthropic\"\nparams = { temperature = 0 }\n"
                   "api_version = \"" +
                   version + "\""));
  };
  CHECK(with("2023-06-01").empty());
  CHECK(
      with("2026-10-21") ==
      "judge.toml:6:10: models.m.params: temperature is left out: Anthropic's API refuses it from "
      "version 2026-10-21 on\n");
}

TEST_CASE("a socket in the place of host and port") {
  ConfigFolder folder;
  for (const std::string url :
       {"unix:/run/x.sock", "unix:///run/x.sock:/v1", "http+unix://%2Frun%2Fx.sock/v1"}) {
    const auto model = model_of(folder, "base_url = \"" + url + "\"");
    CHECK(model.unix_socket == "/run/x.sock");
    CHECK(model.base_url == "http://localhost/v1");
    CHECK(model.api_keys.empty());
  }
  CHECK(folder.problems(model_part("base_url = \"unix:\"")) ==
        "judge.toml:5:12: models.m.base_url: names no socket, or one with a path of more than 107 "
        "bytes: write \"unix:/run/server.sock:/v1\"\n");
}

TEST_CASE("proxies, certificates and query parameters") {
  ConfigFolder folder;
  folder.variables = {{"OPENAI_API_KEY", secret}, {"CORP_PROXY", "http://me:pw@proxy:3128"}};
  folder.write("me.pem", "");
  CHECK(model_of(folder, "proxy = \"socks5h://127.0.0.1:1080\"").proxy->reveal() ==
        "socks5h://127.0.0.1:1080");
  CHECK(model_of(folder, "proxy = \"none\"").proxy->reveal().empty());
  CHECK(model_of(folder, "proxy = \"env:CORP_PROXY\"").proxy->reveal() ==
        "http://me:pw@proxy:3128");
  CHECK(!model_of(folder, "").proxy);
  CHECK(
      folder.problems(model_part("proxy = \"proxy:3128\""))
          .starts_with("judge.toml:5:9: models.m.proxy: is no proxy: write \"http://HOST:PORT\""));
  CHECK(model_of(folder, "client_cert = \"me.pem\"").client_cert == folder.path("me.pem"));
  CHECK(folder.problems(model_part("client_key = \"me.pem\"")) ==
        "judge.toml:3:1: models.m.client_cert: missing; a client_key needs the certificate that it "
        "is for\n");
  CHECK(model_of(folder, "query = { version = \"2\" }").query.at("version") == "2");
  CHECK(folder.problems(model_part("query = { api-key = \"" + secret + "\" }")) ==
        "judge.toml:5:21: models.m.query.api-key: a key does not belong into a URL: write it into "
        "api_keys or headers\n");
}

TEST_CASE("the README lists every preset as it is") {
  std::ifstream file(std::filesystem::path(__FILE__).parent_path() / "../../../README.md");
  const std::string readme(std::istreambuf_iterator<char>(file), {});
  for (const auto& preset : presets()) {
    const auto key =
        preset.variable.empty() ? std::string("none") : "`" + std::string(preset.variable) + "`";
    const auto row = "| `" + std::string(preset.name) + "` | `" + std::string(preset.base_url) +
                     "` | " + key + " | " + std::string(preset.known_for) +
                     (preset.only_max_tokens ? "; `max_tokens` only" : "") + " |";
    CAPTURE(row);
    CHECK(readme.contains(row));
  }
}
