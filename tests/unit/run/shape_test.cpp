#include "run/shape.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace judge;

namespace {

ModelConfig a_model() {
  ModelConfig model;
  model.name = "gpt";
  model.model = "gpt-5-mini";
  model.base_url = "https://api.example/v1";
  model.params = {{"temperature", 0.0}};
  return model;
}

Config a_config() {
  Config config;
  config.models = {a_model()};
  JudgeConfig judge;
  judge.name = "judge";
  judge.models = {"gpt"};
  judge.prompt = {"{{output}}", "x"};
  judge.choices = {{"A", 1}};
  config.judges = {judge};
  config.generate = GenerateConfig{.models = {"gpt"}, .system = {}, .prompt = {"{{input}}", "x"}};
  return config;
}

}  // namespace

TEST_CASE("the request's key changes with everything that shapes the answer") {
  const auto key = request_key(a_model(), "body", 0);
  CHECK(request_key(a_model(), "body", 0) == key);
  CHECK(request_key(a_model(), "other", 0) != key);
  CHECK(request_key(a_model(), "body", 1) != key);
  auto model = a_model();
  model.base_url = "https://other.example/v1";
  CHECK(request_key(model, "body", 0) != key);
  model = a_model();
  model.model = "gpt-5";
  CHECK(request_key(model, "body", 0) != key);
}

TEST_CASE("and with nothing else: keys, limits, retries, headers and names are not in it") {
  auto model = a_model();
  model.name = "renamed";
  model.api_keys = {{Secret("some-secret-key"), "literal"}};
  model.max_connections.start = 1;
  model.rpm = 7;
  model.retry.max = 0;
  model.timeout.attempt = 1s;
  model.price.input = 3;
  model.headers = {{"x-team", "a"}};
  CHECK(request_key(model, "body", 0) == request_key(a_model(), "body", 0));
}

TEST_CASE("a mock's port shapes nothing, what its opinions are made of does") {
  ModelConfig one;
  one.provider = Provider::mock;
  one.base_url = "http://127.0.0.1:1111/v1";
  auto two = one;
  two.base_url = "http://127.0.0.1:2222/v1";
  CHECK(request_key(one, "body", 0) == request_key(two, "body", 0));
  two.mock.latency = "1s";
  two.mock.rpm = 60;
  two.mock.tpm = 60000;
  two.mock.burst = 2;
  two.mock.fail = "500=0.1";
  CHECK(request_key(one, "body", 0) == request_key(two, "body", 0));
  two.mock.seed = 1;
  CHECK(request_key(one, "body", 0) != request_key(two, "body", 0));
  two = one;
  two.mock.position_bias = 0.5;
  CHECK(request_key(one, "body", 0) != request_key(two, "body", 0));
  two = one;
  two.mock.unreadable = 0.1;
  CHECK(request_key(one, "body", 0) != request_key(two, "body", 0));
}

TEST_CASE("every part of the config that shapes a line changes its fingerprint") {
  const std::function<void(Config&)> changes[] = {
      [](Config& c) { c.judges[0].prompt.text += " "; },
      [](Config& c) { c.judges[0].system = PromptText{"be strict", "x"}; },
      [](Config& c) { c.judges[0].method = Method::choice; },
      [](Config& c) { c.judges[0].scale_max = 5; },
      [](Config& c) { c.judges[0].choices[0].value = 0.5; },
      [](Config& c) { c.judges[0].choices.push_back({"B", 0}); },
      [](Config& c) { c.judges[0].conflict = "null"; },
      [](Config& c) { c.judges[0].tolerance = 0.1; },
      [](Config& c) { c.judges[0].name = "other"; },
      [](Config& c) { c.models[0].params["temperature"] = 1.0; },
      [](Config& c) { c.models[0].model = "gpt-5"; },
      [](Config& c) { c.generate->prompt.text += "?"; },
      [](Config& c) { c.generate->system = PromptText{"", "x"}; },
      [](Config& c) { c.generate.reset(); },
  };
  const auto before = config_shape(a_config());
  CHECK(config_shape(a_config()) == before);
  for (const auto& change : changes) {
    auto config = a_config();
    change(config);
    CHECK(config_shape(config) != before);
  }
}

TEST_CASE(
    "where an answer was asked for is the base_url as ever, or all that tells it from others") {
  auto model = a_config().models[0];
  CHECK(endpoint_identity(model) == "https://api.example/v1");
  model.api = Api::responses;
  CHECK(endpoint_identity(model) == "https://api.example/v1/responses");
  model.api = Api::chat;
  model.query = {{"v", "2"}};
  CHECK(endpoint_identity(model) == "https://api.example/v1/chat/completions?v=2");
  model.query.clear();
  model.unix_socket = "/run/a.sock";
  CHECK(endpoint_identity(model).starts_with("/run/a.sock"));
}

TEST_CASE("a line's fingerprint tells samples, epochs and candidates apart") {
  const auto shape = config_shape(a_config());
  const auto line = line_fingerprint(shape, 1, 0, 0);
  CHECK(line.size() == 16);
  CHECK(line_fingerprint(shape, 2, 0, 0) != line);
  CHECK(line_fingerprint(shape, 1, 1, 0) != line);
  CHECK(line_fingerprint(shape, 1, 0, 1) != line);
}
