#include <doctest/doctest.h>

#include "config_fixture.hpp"

using namespace judge;
using namespace judge::testing;

namespace {

// The line is line 6.
std::string in_model(const ConfigFolder& folder, const std::string& line) {
  return folder.problems(dataset_part + "[models.m]\nprovider = \"openai\"\nmodel = \"gpt\"\n" +
                         line + "\n" + exact_part);
}

// The line is line 7.
std::string in_local(const ConfigFolder& folder, const std::string& line) {
  return in_model(folder, "base_url = \"http://localhost:8000/v1\"\n" + line);
}

}  // namespace

TEST_CASE("names of models must be fit to be shown and sent") {
  const ConfigFolder folder;
  CHECK(folder.problems(dataset_part + "[models.\"a\\u001b\"]\nprovider = \"mock\"\n" +
                        "[models.\" \"]\nprovider = \"mock\"\n" + exact_part) ==
        "judge.toml:3:1: models.\"a\\x1b\": a model's name must not be empty or contain a control "
        "character\n"
        "judge.toml:5:1: models.\" \": a model's name must not be empty or contain a control "
        "character\n");
  CHECK(folder.problems(dataset_part + mock_part + "model = \"a\\rb\"\n" + exact_part) ==
        "judge.toml:5:9: models.m.model: contains a control character\n");
  CHECK(folder.problems(dataset_part + mock_part + "model = \"\"\n" + exact_part) ==
        "judge.toml:5:9: models.m.model: is empty\n");
  CHECK(folder.problems(dataset_part + "[models]\nm = \"gpt\"\n" + exact_part) ==
        "judge.toml:4:5: models.m: expected a table, found a string\n");
  CHECK(folder.problems(dataset_part + "[models.m]\nprovider = \"opneai\"\nmodel = \"x\"\n" +
                        exact_part) ==
        "judge.toml:4:12: models.m.provider: there is no provider \"opneai\", did you mean "
        "\"openai\"?\n");
}

TEST_CASE("an address that cannot be one is refused without showing it") {
  const ConfigFolder folder;
  const auto with = [&](const std::string& url) {
    const std::string text = in_model(folder, "base_url = \"" + url + "\"");
    const std::string place = "judge.toml:6:12: models.m.base_url: ";
    return text.starts_with(place) ? text.substr(place.size()) : text;
  };
  CHECK(with("localhost:8000") == "must begin with http:// or https://\n");
  CHECK(with("") == "must begin with http:// or https://\n");
  CHECK(with("http://") == "must begin with http:// or https://\n");
  CHECK(with("https://me:secret@host/v1") ==
        "contains a user name or password: use api_keys or headers\n");
  CHECK(with("http://host:99999/v1") == "has no valid host and port\n");
  CHECK(with("http://:80/v1") == "has no valid host and port\n");
  CHECK(with("http://ho st/v1") ==
        "contains a space, a control character or a character beyond ASCII\n");
  CHECK(with("http://host/v1?key=secret") == "must end before any ? or #\n");
  CHECK(with("http://host/v1/chat/completions/") == "must end before /chat/completions\n");
  CHECK(with("http://[::1]:8080/v1").empty());
  CHECK(with("HTTP://127.0.0.1:1").empty());
}

TEST_CASE("impossible numbers of a model are refused") {
  const ConfigFolder folder;
  const auto with = [&](const std::string& line) {
    const std::string text = in_local(folder, line);
    const std::string place = "judge.toml:7:";
    return text.starts_with(place) ? text.substr(place.size()) : text;
  };
  CHECK(with("rpm = -1") == "7: models.m.rpm: must be more than 0\n");
  CHECK(with("tpm = inf") == "7: models.m.tpm: must be a finite number\n");
  CHECK(with("max_connections = 0") == "19: models.m.max_connections: must be at least 1\n");
  CHECK(with("max_connections = \"many\"") ==
        "19: models.m.max_connections: expected an integer, \"auto\" or { start = 16, max = 512 }, "
        "found a string\n");
  for (const auto* size :
       {"\"32MB of it\"", "\"MiB\"", "\"\"", "\"32\"", "\"-1MiB\"", "\"nanMiB\"", "\"1e300GiB\""})
    CHECK(with(std::string("max_response = ") + size) ==
          "16: models.m.max_response: is not a size: write one such as \"32MiB\" or \"500kB\"\n");
  for (const auto* size : {"32", "0", "-5", "\"1000B\"", "\"2GB\"", "9223372036854775807"})
    CHECK(with(std::string("max_response = ") + size) ==
          "16: models.m.max_response: must be between 1KiB and 1GiB\n");
  CHECK(
      with("max_response = 1.5") ==
      "16: models.m.max_response: expected a size such as \"32MiB\", or a number of bytes, found a "
      "float\n");
  CHECK(with("max_connections = { start = 9, max = 8, mx = 1 }") ==
        "29: models.m.max_connections.start: must not be more than max\n"
        "judge.toml:7:41: models.m.max_connections.mx: unknown key, did you mean \"max\"?\n");
  CHECK(with("timeout = { attempt = \"0s\" }") ==
        "23: models.m.timeout.attempt: must be at least 1ms\n");
  CHECK(with("retry = { max = -1 }") == "17: models.m.retry.max: must be at least 0\n");
  CHECK(with("retry = { base = \"5m\" }") ==
        "18: models.m.retry.base: must not be longer than cap\n");
  CHECK(with("retry = { cap = \"1ms\" }") ==
        "17: models.m.retry.cap: must not be less than base\n");
  CHECK(with("price = { input = -0.1, outptu = 1 }") ==
        "19: models.m.price.input: must not be negative\n"
        "judge.toml:7:25: models.m.price.outptu: unknown key, did you mean \"output\"?\n");
  CHECK(with("ca_file = \"none.pem\"") == "11: models.m.ca_file: no such file: \"none.pem\"\n");
  CHECK(with("ca_file = \"\"").empty());
  CHECK(with("retry = { max = 0 }").empty());
}

TEST_CASE("headers cannot smuggle other headers in, and show no value") {
  const ConfigFolder folder;
  const auto with = [&](const std::string& headers) {
    return in_local(folder, "headers = " + headers);
  };
  CHECK(with("{ X-A = \"secret\\r\\nX-B: 1\" }") ==
        "judge.toml:7:19: models.m.headers.X-A: contains a newline or another control character\n");
  CHECK(with("{ \"X-A\\n\" = \"1\" }") ==
        "judge.toml:7:23: models.m.headers.\"X-A\\n\": is no name for a header\n");
  CHECK(with("{ \"X A:\" = \"1\" }") ==
        "judge.toml:7:22: models.m.headers.\"X A:\": is no name for a header\n");
  CHECK(with("{ \"\" = \"1\" }") ==
        "judge.toml:7:18: models.m.headers.\"\": is no name for a header\n");
  CHECK(with("{ X-A = 1 }") ==
        "judge.toml:7:19: models.m.headers.X-A: expected a string, found an integer\n");
  CHECK(with("{ content-Length = \"1\" }") ==
        "judge.toml:7:30: models.m.headers.content-Length: follows from the request and cannot be "
        "set\n");
}

TEST_CASE("params are passed through, but for what would break the request") {
  const ConfigFolder folder;
  const auto with = [&](const std::string& params) {
    return in_local(folder, "params = " + params);
  };
  CHECK(with("{ a = [1, nan], b = { c = -inf } }") ==
        "judge.toml:7:20: models.m.params.a.1: must be a finite number\n"
        "judge.toml:7:36: models.m.params.b.c: must be a finite number\n");
  CHECK(with("{ messages = [], stream = true }") ==
        "judge.toml:7:23: models.m.params.messages: is written by judge itself and cannot be a "
        "param\n"
        "judge.toml:7:36: models.m.params.stream: must be false: answers are read whole\n");
  CHECK(with("{ stream = false }").empty());
}

TEST_CASE("a budget that a model's cost cannot be counted against is a warning") {
  const ConfigFolder folder;
  const auto with = [&](const std::string& price) {
    return folder.warnings(dataset_part +
                           "[models.m]\nprovider = \"openai\"\nmodel = \"gpt\"\n"
                           "base_url = \"http://localhost:8000/v1\"\n" +
                           price + "\n" + score_part + "[limits]\nusd = 1\n");
  };
  CHECK(with("") ==
        "judge.toml:13:7: limits.usd: what models.m costs is unknown and not counted: give it a "
        "price\n");
  CHECK(with("price = { input = 1, output = 2 }").empty());
  CHECK(folder.warnings(dataset_part + mock_part + score_part + "[limits]\nusd = 1\n").empty());
}

TEST_CASE("dates and times in params become strings") {
  const ConfigFolder folder;
  const Config config = folder.config(
      dataset_part + mock_part +
      "params = { d = 2026-11-20, t = 07:32:00, dt = 2026-11-20T07:32:00Z }\n" + exact_part);
  CHECK(config.models[0].params.dump() ==
        R"({"d":"2026-11-20","dt":"2026-11-20T07:32:00Z","t":"07:32:00"})");
}

TEST_CASE("the mock's options are for the mock, and are read") {
  const ConfigFolder folder;
  CHECK(in_local(folder, "mock = { latency = \"1s\" }") ==
        "judge.toml:7:8: models.m.mock: is only for provider = \"mock\"\n");
  const auto with = [&](const std::string& line) {
    return folder.problems(dataset_part + mock_part + "[models.m.mock]\n" + line + "\n" +
                           exact_part);
  };
  for (const std::string bad :
       {"fast", "lognormal:1s", "lognormal:1s,-1", "lognormal:x,1", "lognormal:1s,nan"}) {
    CHECK(
        with("latency = \"" + bad + "\"") ==
        "judge.toml:6:11: models.m.mock.latency: is not a latency: write one such as \"200ms\" or "
        "\"lognormal:200ms,0.5\"\n");
  }
  for (const std::string bad :
       {"500", "=0.1", "500=1.1", "500=-0.1", "500=0.6,reset=0.6", "500=x"}) {
    CHECK(with("fail = \"" + bad + "\"") ==
          "judge.toml:6:8: models.m.mock.fail: is not a list of faults: write one such as "
          "\"500=0.01,reset=0.005\", shares of 1\n");
  }
  CHECK(with("burst = 0") == "judge.toml:6:9: models.m.mock.burst: must be more than 0\n");
  CHECK(with("latancy = \"1s\"") ==
        "judge.toml:6:1: models.m.mock.latancy: unknown key, did you mean \"latency\"?\n");
  CHECK(with("fail = \"\"").empty());
}

TEST_CASE("hedging is a percentile and a share, and both have usual values") {
  const ConfigFolder folder;
  const auto hedge = [&folder](const std::string& value) {
    return folder.config(dataset_part + mock_part + "hedge = " + value + "\n" + exact_part)
        .models[0]
        .hedge;
  };
  CHECK(hedge("{}")->after == doctest::Approx(0.95));
  CHECK(hedge("{}")->max_share == doctest::Approx(0.02));
  CHECK(hedge("{ after = \"p99.5\", max = \"5%\" }")->after == doctest::Approx(0.995));
  CHECK(hedge("{ after = \"p99.5\", max = \"5%\" }")->max_share == doctest::Approx(0.05));
  CHECK(in_local(folder, "hedge = { after = \"95\" }") ==
        "judge.toml:7:19: models.m.hedge.after: is not a percentile of the latencies from p50 on: "
        "write one such as \"p95\"\n");
  CHECK(in_local(folder, "hedge = { max = \"60%\" }") ==
        "judge.toml:7:17: models.m.hedge.max: is not a share of the attempts up to 50%: write one "
        "such as \"2%\"\n");
}
