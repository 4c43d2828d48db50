#include "mock/prompt_cache.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "mock/service.hpp"
#include "mock_client.hpp"

using namespace judge;
using namespace judge::mock;
using namespace std::chrono_literals;

namespace {

std::string document(std::size_t tokens, char kind = 'a') {
  std::string text;
  for (std::size_t i = 0; text.size() < 4 * tokens; ++i) text += kind + std::to_string(i);
  text.resize(4 * tokens);
  return text;
}

/// A service, and what it says was cached of a prompt.
struct Cached {
  explicit Cached(const std::string& kept)
      : service(Settings::read({.prompt_cache = kept}).value(), now) {}

  Turn begin(const std::string& prompt, const char* model = "m") {
    const Json body = {{"model", model}, {"messages", {{{"role", "user"}, {"content", prompt}}}}};
    return service.handle({.method = "POST", .target = "/v1/chat/completions", .body = body.dump()},
                          now, {});
  }
  static int tokens_of(const Turn& turn) {
    return Json::parse(turn.reply.body)["usage"]["prompt_tokens_details"]["cached_tokens"];
  }
  int ask(const std::string& prompt, const char* model = "m") {
    const auto turn = begin(prompt, model);
    service.finished(turn, now);
    return tokens_of(turn);
  }

  Time now{};
  Service service;
};

}  // namespace

TEST_CASE("a prompt's beginning is cached from 1,024 tokens on, in steps of 128") {
  Cached mock("5m");
  const auto text = document(1500);
  CHECK(mock.ask(text + "one question") == 0);
  CHECK(mock.ask(text + "another") == 1024 + 3 * 128);
  CHECK(mock.ask(text) == 1408);
  CHECK(mock.ask(text.substr(0, 4 * 1200)) == 1152);
  CHECK(mock.ask(text.substr(0, 4 * 1024)) == 1024);
  CHECK(mock.ask(text.substr(0, 4 * 1024 - 1)) == 0);
  CHECK(mock.ask(document(1500, 'b')) == 0);
  auto changed = text;
  changed[0] = '!';
  CHECK(mock.ask(changed) == 0);
  CHECK(mock.ask(text + "one question", "another model") == 0);
}

TEST_CASE("a prompt is cached once its answer goes out, and not before") {
  Cached mock("5m");
  const auto first = mock.begin(document(2000));
  CHECK(Cached::tokens_of(mock.begin(document(2000))) == 0);
  mock.service.finished(first, mock.now);
  CHECK(mock.ask(document(2000)) == 1920);
}

TEST_CASE("what nobody uses is forgotten, after the time that is set or twice that") {
  Cached mock("5m");
  mock.ask(document(1024));
  for (int i = 0; i < 10; ++i) {
    mock.now += 4min;
    CHECK(mock.ask(document(1024)) == 1024);
  }
  mock.now += 10min;
  CHECK(mock.ask(document(1024)) == 0);
}

TEST_CASE("without a cache nothing is cached") {
  Cached mock("");
  mock.ask(document(2000));
  CHECK(mock.ask(document(2000)) == 0);
}

TEST_CASE("memory for prompts is bounded: of very many the older ones go") {
  PromptCache cache(1h);
  const auto kept = PromptCache::prefixes_of("m", document(1024));
  cache.keep(kept, Time{});
  PromptCache::Prefixes many(400'000);
  for (std::uint64_t round = 0; round < 4; ++round) {
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = random_bits(round, i);
    cache.keep(many, Time{});
  }
  CHECK(cache.cached_tokens(kept, Time{}) == 0);
}

TEST_CASE("a time to keep prompts that cannot be read is refused with an example") {
  for (const char* text : {"long", "0s", "-1s", "5"}) {
    CAPTURE(text);
    const auto settings = Settings::read({.prompt_cache = text});
    REQUIRE_FALSE(settings);
    CHECK(settings.error().fault == Fault::usage);
    CHECK(settings.error().message.contains("\"5m\""));
  }
}

TEST_CASE("over the wire the second of two like prompts is cached") {
  const auto server = MockServer::start({.prompt_cache = "5m"});
  REQUIRE(server);
  const Json body = {{"model", "m"},
                     {"messages", {{{"role", "user"}, {"content", document(3000)}}}}};
  test::MockClient client((*server)->port());
  const auto cached = [&] {
    const auto reply = client.post("/v1/chat/completions", body.dump());
    return Json::parse(reply.body())["usage"]["prompt_tokens_details"]["cached_tokens"];
  };
  CHECK(cached() == 0);
  CHECK(cached() == 2944);
}
