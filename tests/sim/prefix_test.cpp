// order = "prefix": samples whose prompts begin alike run together, for the provider's prompt
// cache.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <numeric>

#include "base/random.hpp"
#include "support/nasty.hpp"
#include "support/seeds.hpp"
#include "support/world.hpp"

using namespace judge;

namespace {

/// Questions about documents, shuffled. `bytes` of each document: 0: from none to 12,000.
struct Library : World {
  Library(std::size_t documents, std::size_t questions, std::size_t bytes, std::uint64_t seed = 1)
      : World(1) {
    Random random(seed);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < documents; ++i)
      texts.push_back(text(i, bytes > 0 ? bytes : random.below(12'000)));
    std::vector<std::size_t> order(documents * questions);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (auto i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    std::ofstream file(config.dataset.path);
    for (const auto i : order)
      file << fmt::format(
          R"({{"id":"d{}-q{}","document":"{}","input":"question {}","output":"answer {}"}})"
          "\n",
          i % documents, i / documents, texts[i % documents], i / documents, i);
    config.judges[0].prompt.text = "{{document}}\n\nGrade {{output}} to {{input}}";
  }

  static std::string text(std::size_t document, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; text.size() < bytes; ++i) text += fmt::format("{}:{} ", document, i);
    return text;
  }

  Outcome run_in(Order order, const SimBehaviour& behaviour) {
    config.run.order = order;
    return run(behaviour);
  }

  std::vector<std::string> documents_in_results() {
    std::vector<std::string> documents;
    for (const auto& line : lines()) {
      const auto id = line["id"].get<std::string>();
      documents.push_back(id.substr(0, id.find('-')));
    }
    return documents;
  }
};

double cached_share(const World::Outcome& outcome) {
  const auto& tally = outcome.summary->tally;
  REQUIRE(tally.cached_input_tokens);
  return static_cast<double>(*tally.cached_input_tokens) / static_cast<double>(tally.input_tokens);
}

/// A second a call, and what nobody has used for two seconds or four is not cached any more.
SimBehaviour forgetful() {
  SimBehaviour behaviour;
  behaviour.latency = 1s;
  behaviour.latency_spread = 0ms;
  behaviour.latency_sigma = 0.3;
  behaviour.input_tokens = 0;  // as many as the prompts have
  behaviour.prompt_cache = 2s;
  return behaviour;
}

/// What of a line does not depend on when it was made.
std::map<std::string, std::string> timeless(World& world) {
  std::map<std::string, std::string> lines;
  for (auto line : world.lines()) {
    for (const auto* key : {"finished_at", "usage", "crc32"}) line.erase(key);
    for (auto& call : line["judges"])
      for (const auto* key : {"usage", "latency_ms"}) call.erase(key);
    lines[line["id"].get<std::string>()] = line.dump();
  }
  return lines;
}

}  // namespace

TEST_CASE(
    "by prefix a shuffled dataset's prompts are cached, which in its own order they are not, in no "
    "more time and with the same results") {
  Library own(100, 8, 6000);
  const auto shuffled = own.run_in(Order::dataset, forgetful());
  own.check_promises(shuffled);
  Library sorted(100, 8, 6000);
  const auto by_prefix = sorted.run_in(Order::prefix, forgetful());
  sorted.check_promises(by_prefix);

  // Seven calls of eight could be cached, but for their ends.
  CHECK(cached_share(by_prefix) > 0.7);
  CHECK(cached_share(shuffled) < 0.3);
  CHECK(by_prefix.books.requests == 800);
  CHECK(timeless(sorted) == timeless(own));
  // Those that wait for their document's first leave no connection idle.
  CHECK(by_prefix.books.peak_in_flight == 8);
  CHECK(by_prefix.took < 1.05 * shuffled.took);
}

TEST_CASE("who is waited for goes first: large documents that follow each other leave no gap") {
  Library own(15, 40, 5000);
  const auto shuffled = own.run_in(Order::dataset, forgetful());
  Library sorted(15, 40, 5000);
  const auto by_prefix = sorted.run_in(Order::prefix, forgetful());
  sorted.check_promises(by_prefix);
  CHECK(by_prefix.took < 1.02 * shuffled.took);
}

TEST_CASE("a document's samples end near each other, wherever the dataset has them") {
  Library world(60, 5, 5000);
  world.check_promises(world.run_in(Order::prefix, {}));
  std::map<std::string, std::pair<std::size_t, std::size_t>> spans;
  const auto documents = world.documents_in_results();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    auto& [first, last] = spans.try_emplace(documents[i], i, i).first->second;
    last = i;
  }
  for (const auto& [document, span] : spans) CHECK(span.second - span.first < 64);
}

TEST_CASE("short prompts keep the dataset's order") {
  Library world(12, 5, 100);
  world.config.models[0].max_connections = {.automatic = false, .start = 1, .max = 1};
  world.check_promises(world.run_in(Order::prefix, {}));
  std::vector<std::uint64_t> order;
  for (const auto& line : world.lines()) order.push_back(line["index"]);
  CHECK(std::ranges::is_sorted(order));
}

TEST_CASE("a long rubric is warmed by one call, and each document behind it by one more") {
  Library world(10, 20, 6000);
  world.config.judges[0].system = PromptText{Library::text(99, 5000), "sim.toml:3"};
  world.config.models[0].max_connections = {.automatic = false, .start = 64, .max = 64};
  auto behaviour = forgetful();
  behaviour.prompt_cache = 10min;
  const auto outcome = world.run_in(Order::prefix, behaviour);
  world.check_promises(outcome);
  // Cached are all but the first rubric, the first of each document, and ends below 512 bytes.
  CHECK(cached_share(outcome) > 0.85);
}

TEST_CASE("the order shapes no answer: the other order finds all of them in the store") {
  Library world(10, 6, 6000);
  world.check_promises(world.run_in(Order::prefix, {}));
  const auto again = world.run_in(Order::dataset, {});
  CHECK(again.books.requests == 0);
  CHECK(again.summary->effort.resumed == 60);
  world.files.put(world.config.run.output, "");
  CHECK(world.run_in(Order::dataset, {}).summary->effort.reused == 60);
}

TEST_CASE("a full disk while the samples are put in order is an error before anything is sent") {
  for (std::uint64_t writes = 0; writes < 3; ++writes) {
    Library world(10, 6, 6000);
    world.files.failing_after = writes;
    const auto outcome = world.run_in(Order::prefix, {});
    REQUIRE(outcome.ended);
    CHECK(outcome.books.requests == 0);
    REQUIRE_FALSE(outcome.summary);
    CHECK(outcome.summary.error().fault == Fault::disk);
  }
}

TEST_CASE("by prefix the promises hold, and nobody waits for ever, whatever fails and stops") {
  for (const auto seed : seeds(60)) {
    INFO(replay(seed, "by prefix the promises hold*"));
    Library world(1 + seed % 15, 1 + seed % 8, 0, seed);
    randomise(world, seed);
    world.config.run.order = Order::prefix;
    if (world.config.generate)
      world.config.generate->prompt.text = "{{document}}\n\nAnswer {{input}}";
    auto provider = nasty(seed);
    provider.prompt_cache = 1min;
    Random random(seed + 5);
    for (int life = 0; life < 2; ++life) {
      const bool crash = random.below(2) == 0;
      const auto when = milliseconds(random.below(30'000));
      const auto outcome = world.run(provider, {}, [&](StopSignal& stop, Clock& clock) {
        std::vector<TimerHandle> timers;
        timers.push_back(clock.at(clock.now() + when, [&world, &stop, crash] {
          world.files.frozen = crash;
          stop.raise(crash ? StopLevel::abort : StopLevel::drain);
        }));
        return timers;
      });
      REQUIRE(outcome.ended);
      if (!crash) world.check_promises(outcome);
      CHECK(world.everything_answered_once());
      world.files.frozen = false;
    }
    const auto last = world.run(provider);
    world.check_promises(last);
    if (!last.summary->stopped) CHECK(last.summary->tally.pending() == 0);
  }
}
