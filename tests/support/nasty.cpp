#include "support/nasty.hpp"

namespace judge {
namespace {

constexpr auto first_key = "key-number-one";
constexpr auto second_key = "key-number-two";

milliseconds up_to(Random& random, milliseconds most) {
  return milliseconds(random.below(static_cast<std::uint64_t>(most.count())));
}

SimLimits limits(Random& random) {
  SimLimits limits;
  if (random.below(3) != 0) limits.rpm = 60 + static_cast<double>(random.below(3000));
  limits.burst = 1 + static_cast<double>(random.below(50));
  if (random.below(3) == 0) limits.tpm = 10'000 + static_cast<double>(random.below(400'000));
  constexpr Counting ways[] = {Counting::token_bucket, Counting::fixed_window,
                               Counting::sliding_window};
  limits.counting = ways[random.below(3)];
  limits.window = std::chrono::seconds(1 + random.below(60));
  return limits;
}

void add_latency(SimBehaviour& b, Random& random) {
  b.latency = milliseconds(10) + up_to(random, 1s);
  b.latency_spread = up_to(random, 3s);
  if (random.below(2)) b.latency_sigma = random.uniform();
  if (random.below(2)) b.refusal_latency = up_to(random, 200ms);
  if (random.below(3) == 0) b.output_sigma = random.uniform();
  if (random.below(3) == 0) b.slow_keys = {{second_key, 1 + 10 * random.uniform()}};
}

void add_limits(SimBehaviour& b, Random& random) {
  static_cast<SimLimits&>(b) = limits(random);
  if (random.below(3) == 0) b.limits_by_key = {{second_key, limits(random)}};
  constexpr LimitHeaders styles[] = {LimitHeaders::none, LimitHeaders::openai, LimitHeaders::azure};
  b.limit_headers = styles[random.below(3)];
  b.tells_retry_after = random.below(2) == 0;
  b.retry_after_in_seconds = random.below(2) == 0;
  if (random.below(3) != 0) return;
  const auto cut = up_to(random, 60s);
  b.limit_changes = {{cut, 0.2 + random.uniform()}, {cut + up_to(random, 120s), 1}};
}

void add_outage(SimBehaviour& b, Random& random) {
  if (random.below(4) != 0) return;
  constexpr Outage::Kind kinds[] = {Outage::Kind::unavailable, Outage::Kind::refused,
                                    Outage::Kind::rate_limited};
  const auto from = up_to(random, 60s);
  b.outages = {{from, from + up_to(random, 5min), kinds[random.below(3)]}};
}

}  // namespace

SimBehaviour strict(std::uint64_t seed) {
  Random random(seed);
  SimBehaviour b;
  b.seed = seed;
  add_latency(b, random);
  add_limits(b, random);
  add_outage(b, random);
  return b;
}

SimBehaviour nasty(std::uint64_t seed) {
  auto b = strict(seed);
  Random random(seed + 2'000'000);
  b.error_500 = 0.1 * random.uniform();
  b.lost = 0.05 * random.uniform();
  b.stalled = 0.01 * random.uniform();
  b.garbage = 0.05 * random.uniform();
  b.unreadable = 0.1 * random.uniform();
  b.too_long = 0.1 * random.uniform();
  b.takes_json_schema = random.below(4) != 0;
  if (random.below(5) == 0) b.dies_after = {{first_key, random.below(60)}};
  if (random.below(5) == 0) b.dies_at = {{second_key, up_to(random, 60s)}};
  if (random.below(2)) b.filtered = 0.1 * random.uniform();
  if (random.below(2)) b.declined = 0.1 * random.uniform();
  return b;
}

void randomise(World& world, std::uint64_t seed) {
  Random random(seed + 1'000'000);
  auto& model = world.config.models[0];
  model.max_connections.start = 1 + random.below(32);
  model.max_connections.automatic = random.below(2) == 0;
  model.max_connections.max = model.max_connections.start + random.below(100);
  world.config.run.epochs = 1 + static_cast<std::uint32_t>(random.below(2));
  world.config.run.drain = up_to(random, 5s);
  if (random.below(3) == 0) model.rpm = 100 + static_cast<double>(random.below(3000));
  if (random.below(3) == 0)
    model.api_keys = {{Secret(first_key), "env:ONE"}, {Secret(second_key), "env:TWO"}};
  if (random.below(3) == 0) {
    world.config.generate.emplace();
    world.config.generate->models = {"sim"};
    world.config.generate->prompt = {"Answer {{input}}", "sim.toml:2"};
  }
}

void add_fallback(World& world, std::uint64_t seed) {
  Random random(seed + 4'000'000);
  auto spare = world.config.models[0];
  spare.name = spare.model = "spare";
  spare.api_keys = {{Secret(second_key), "env:TWO"}};
  if (random.below(2)) spare.fallback = {.models = {"sim"}, .on_content_filter = true};
  auto& model = world.config.models[0];
  model.api_keys = {{Secret(first_key), "env:ONE"}};
  model.fallback = {.models = {"spare"}, .on_content_filter = random.below(2) == 0};
  world.config.models.push_back(std::move(spare));
}

}  // namespace judge
