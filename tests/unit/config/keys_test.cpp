#include <doctest/doctest.h>

#include <filesystem>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

namespace fs = std::filesystem;

std::string model_part(const std::string& lines) {
  return dataset_part + "[models.m]\nprovider = \"openai\"\nmodel = \"gpt\"\n" + lines + "\n" +
         exact_part;
}

std::string local_part(const std::string& lines) {
  return model_part("base_url = \"http://localhost:8000/v1\"\n" + lines);
}

// A key that no message may show.
const std::string secret = "sk-T0pSecretT0pSecret";

}  // namespace

TEST_CASE("OpenAI's own address takes OPENAI_API_KEY where no key is given") {
  ConfigFolder folder;
  CHECK(folder.problems(model_part("")) ==
        "judge.toml:3:1: models.m.api_keys: missing; its default, the environment variable "
        "OPENAI_API_KEY, is not set\n");
  folder.variables["OPENAI_API_KEY"] = "";
  CHECK(folder.problems(model_part("")) ==
        "judge.toml:3:1: models.m.api_keys: the environment variable OPENAI_API_KEY is empty\n");
  folder.variables["OPENAI_API_KEY"] = " " + secret + "\n";
  for (const std::string url : {"", "base_url = \"https://api.openai.com/v1/\""}) {
    const Config config = folder.config(model_part(url));
    REQUIRE(config.models[0].api_keys.size() == 1);
    CHECK(config.models[0].api_keys[0].value.reveal() == secret);
    CHECK(config.models[0].base_url == "https://api.openai.com/v1");
  }
  CHECK(folder.config(local_part("")).models[0].api_keys.empty());
}

TEST_CASE("keys that could not be sent are refused") {
  ConfigFolder folder;
  folder.write("k", "");
  fs::permissions(folder.path("k"), fs::perms::owner_read | fs::perms::owner_write);
  folder.variables = {{"EMPTY", " \n"},
                      {"INNER", "sk-a\nX-Injected: 1"},
                      {"SPACE", "Bearer " + secret},
                      {"QUOTE", "“" + secret + "”"}};
  CHECK(
      folder.problems(local_part(
          "api_keys = [\"env:EMPTY\", \"env:INNER\", \"env:SPACE\", \"env:QUOTE\", \"env:UNSET\", "
          "\"file:none\", \"file:k\", \"\", \"a\\tb\", \"$OPENAI_API_KEY\", 5]")) ==
      "judge.toml:7:13: models.m.api_keys.0: the environment variable EMPTY is empty\n"
      "judge.toml:7:26: models.m.api_keys.1: the environment variable INNER contains a control "
      "character\n"
      "judge.toml:7:39: models.m.api_keys.2: the environment variable SPACE contains a space or a "
      "character beyond ASCII\n"
      "judge.toml:7:52: models.m.api_keys.3: the environment variable QUOTE contains a space or a "
      "character beyond ASCII\n"
      "judge.toml:7:65: models.m.api_keys.4: the environment variable UNSET is not set\n"
      "judge.toml:7:78: models.m.api_keys.5: the key file \"none\": no such file\n"
      "judge.toml:7:91: models.m.api_keys.6: the key file \"k\" is empty\n"
      "judge.toml:7:101: models.m.api_keys.7: the key is empty\n"
      "judge.toml:7:105: models.m.api_keys.8: the key contains a control character\n"
      "judge.toml:7:113: models.m.api_keys.9: variables are not written with $ here: write "
      "\"env:NAME\"\n"
      "judge.toml:7:132: models.m.api_keys.10: expected a string, found an integer\n");
}

TEST_CASE("a literal key works, with a warning that does not show it") {
  const ConfigFolder folder;
  const std::string text = local_part("api_keys = \"" + secret + "\"");
  const Config config = folder.config(text);
  REQUIRE(config.models[0].api_keys.size() == 1);
  CHECK(config.models[0].api_keys[0].value.reveal() == secret);
  CHECK(config.models[0].api_keys[0].source == "literal");
  fs::permissions(folder.path("judge.toml"), fs::perms(0600));
  CHECK(folder.warnings(text) ==
        "judge.toml:7:12: models.m.api_keys: a key as it stands is known to whoever reads it: "
        "write \"env:NAME\" or \"file:PATH\" instead\n");
  fs::permissions(folder.path("judge.toml"), fs::perms(0644));
  CHECK(
      folder.warnings(text) ==
      "judge.toml:7:12: models.m.api_keys: a key as it stands is known to whoever reads it, and "
      "other users can read this file (chmod 600): write \"env:NAME\" or \"file:PATH\" instead\n");
}

TEST_CASE("a key file that others can read is a warning") {
  const ConfigFolder folder;
  folder.write("k", secret + "\n");
  const std::string text = local_part("api_keys = \"file:k\"");
  fs::permissions(folder.path("k"), fs::perms(0640));
  CHECK(folder.warnings(text) ==
        "judge.toml:7:12: models.m.api_keys: the key file \"k\" can be read by other users: chmod "
        "600 it\n");
  fs::permissions(folder.path("k"), fs::perms(0600));
  CHECK(folder.warnings(text).empty());
  CHECK(folder.config(text).models[0].api_keys[0].value.reveal() == secret);
}

TEST_CASE("the same key given twice is used once") {
  ConfigFolder folder;
  folder.variables = {{"A", secret}, {"B", secret + "\n"}};
  const std::string text = local_part("api_keys = [\"env:A\", \"env:B\"]");
  CHECK(folder.config(text).models[0].api_keys.size() == 1);
  CHECK(folder.warnings(text) ==
        "judge.toml:7:22: models.m.api_keys.1: is the same key again: it is used once\n");
}

TEST_CASE("no message shows a key, wherever it was put by mistake") {
  ConfigFolder folder;
  const std::vector<std::string> values = {
      "\"" + secret + "\"",  // good
      "\"env:" + secret + "\"",
      "\"$" + secret + "\"",
      "\"" + secret + "\\nx\"",
      "\"" + secret + " x\"",
      secret,         // no quotes
      "\"" + secret,  // no end
      "[\"" + secret + "\", 5]",
      "[\"" + secret + "\"",
      "{ key = \"" + secret + "\" }",
  };
  for (const std::string& value : values) {
    CAPTURE(value);
    const auto in_file = folder.load(local_part("api_keys = " + value + "\nrpm = 0"));
    REQUIRE_FALSE(in_file);
    for (const Problem& problem : in_file.error()) {
      CHECK(problem.text().find("T0pSecret") == std::string::npos);
    }
    const auto in_set =
        folder.load(local_part("rpm = 0"), {"models.m.api_keys=" + value, secret, "a b=" + secret});
    REQUIRE_FALSE(in_set);
    for (const Problem& problem : in_set.error()) {
      CHECK(problem.text().find("T0pSecret") == std::string::npos);
    }
  }
  for (const std::string digits : {"99999999999999999999999999", "0123456789", "1e99999999"}) {
    CHECK(folder.problems(local_part("api_keys = " + digits)).find(digits) == std::string::npos);
  }
}

TEST_CASE("a secret on the command line is said to be shown to every user of the machine") {
  const ConfigFolder folder;
  CHECK(
      folder.warnings(local_part(""), {"models.m.api_keys=" + secret}) ==
      "--set: models.m.api_keys: a key as it stands is shown to every user of this machine in its "
      "list of processes: write \"env:NAME\" or \"file:PATH\" instead\n");
  CHECK(folder.warnings(local_part(""), {"models.m.headers.X-Api-Key=" + secret}) ==
        "--set: models.m.headers.X-Api-Key: is shown to every user of this machine in its list of "
        "processes: write it into the config instead\n");
  CHECK(folder.warnings(local_part(""), {"models.m.headers.X-Title=judge"}).empty());
}

TEST_CASE("a key too short to be found in a text is warned of") {
  ConfigFolder folder;
  folder.variables = {{"A", "dummy"}};
  CHECK(
      folder.warnings(local_part("api_keys = \"env:A\"")) ==
      "judge.toml:7:12: models.m.api_keys: is too short to be told from other words: a server that "
      "repeats it will be shown and stored as it answers\n");
}
