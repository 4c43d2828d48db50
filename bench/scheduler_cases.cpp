#include "bench/scheduler_cases.hpp"

#include <limits>

#include "sim/limits.hpp"
#include "support/properties.hpp"

namespace judge::bench {
namespace {

constexpr double rpm = 3000;
constexpr double burst = 50;
constexpr std::size_t enough_connections = 64;
constexpr double unlimited = std::numeric_limits<double>::infinity();  // only shown

void connections(ModelConfig& model, bool automatic) {
  model.max_connections =
      automatic
          ? Concurrency{.automatic = true, .start = 16, .max = 512}
          : Concurrency{.automatic = false, .start = enough_connections, .max = enough_connections};
}

void told(ModelConfig& model) {
  connections(model, false);
  model.rpm = rpm;
  model.burst = burst;
}

void told_rpm_only(ModelConfig& model) {
  connections(model, false);
  model.rpm = rpm;
}

void not_told(ModelConfig& model) {
  connections(model, true);
}

SimBehaviour server() {
  SimBehaviour b;
  b.latency = 300ms;
  b.latency_spread = 0ms;
  b.rpm = rpm;
  b.burst = burst;
  return b;
}

SimBehaviour with_headers(SimBehaviour b) {
  b.limit_headers = LimitHeaders::openai;
  return b;
}

SimBehaviour without_retry_after(SimBehaviour b) {
  b.tells_retry_after = false;
  return b;
}

/// One server, met by clients who know more or less of it.
void add_four(std::vector<Case>& cases, const std::string& name, const Case& common,
              const std::function<void(ModelConfig&)>& knows) {
  const auto add = [&](const char* how, SimBehaviour b, std::function<void(ModelConfig&)> client,
                       Target target) {
    auto one = common;
    one.name = name + "/" + how;
    one.server = std::move(b);
    if (common.client)
      one.client = [first = common.client, then = std::move(client)](ModelConfig& model) {
        first(model);
        then(model);
      };
    else
      one.client = std::move(client);
    one.target = target;
    cases.push_back(std::move(one));
  };
  const Target blind{.ratio = 1.08, .share_429 = 0.02, .count_429 = {}};
  // A client that was told what is true meets no limit; what it was told may change, though.
  const auto most =
      common.server.limit_changes.empty() ? std::optional<std::uint64_t>(1) : std::nullopt;
  if (knows) add("told", common.server, knows, {.ratio = 1.01, .share_429 = {}, .count_429 = most});
  add("headers", with_headers(common.server), not_told,
      {.ratio = 1.02, .share_429 = {}, .count_429 = {}});
  add("retry-after", common.server, not_told, blind);
  add("blind", without_retry_after(common.server), not_told, blind);
}

void two_keys(ModelConfig& model) {
  model.api_keys = {{Secret("key-large"), "env:LARGE"}, {Secret("key-small"), "env:SMALL"}};
}

void add_quotas(std::vector<Case>& cases) {
  Case common;
  common.server = server();
  add_four(cases, "bucket", common, told);
  common.server.counting = Counting::sliding_window;
  common.rows = 4500;
  common.ideal_seconds = 90;
  add_four(cases, "sliding-60s", common, told_rpm_only);
  common.server.counting = Counting::fixed_window;
  add_four(cases, "fixed-60s", common, told_rpm_only);
  common.server.window = 10s;
  add_four(cases, "fixed-10s", common, told_rpm_only);
}

void add_tokens(std::vector<Case>& cases) {
  Case common;
  common.server = server();
  common.rows = 6000;
  common.server.rpm = 0;
  common.server.tpm = 120'000;
  common.server.tpm_burst = 6000;
  common.server.output_sigma = 0.5;
  add_four(cases, "tokens", common, [](ModelConfig& model) {
    connections(model, false);
    model.tpm = 120'000;
    model.token_burst = 4000;  // not all: an answer's length is known when it is there
  });
}

void add_keys(std::vector<Case>& cases) {
  Case common;
  common.server = server();
  common.server.rpm = 2000;
  common.server.burst = 33;
  auto small = static_cast<SimLimits>(common.server);
  small.rpm = 1000;
  small.burst = 17;
  common.server.limits_by_key = {{"key-small", small}};
  common.client = two_keys;
  add_four(cases, "two-keys", common, {});
}

void add_halving(std::vector<Case>& cases) {
  Case common;
  common.server = server();
  common.rows = 7500;
  common.server.limit_changes = {{.at = 60s, .factor = 0.5}, {.at = 120s, .factor = 1}};
  add_four(cases, "halving", common, told);
}

void add_outages(std::vector<Case>& cases) {
  for (const auto kind : {Outage::Kind::unavailable, Outage::Kind::refused}) {
    Case one;
    one.name = kind == Outage::Kind::refused ? "outage/refused" : "outage/503";
    one.rows = 15'000;
    one.server = server();
    one.server.refusal_latency = 50ms;
    one.server.outages = {{.from = 120s, .to = 720s, .kind = kind}};
    one.client = told;
    one.granted_seconds = 600 + 60;
    one.target = {.ratio = 1.01, .share_429 = {}, .count_429 = {}};
    one.extras = [](const SimBooks& books) {
      // A burst of failures shows that the server is down; from then on it is probed.
      const Part probing{.from = 130s, .to = 720s, .key = {}};
      return std::vector<Extra>{
          {"in outage",
           static_cast<double>(arrivals_in(books, {.from = 120s, .to = 720s, .key = {}})),
           unlimited},
          {"probes in 5 s", static_cast<double>(peak_arrivals(books, 5s, probing)), 1}};
    };
    cases.push_back(std::move(one));
  }
}

void add_gates(std::vector<Case>& cases) {
  const auto gate = [&cases](const char* name, SimBehaviour b, void (*client)(ModelConfig&)) {
    Case one;
    one.name = name;
    one.rows = 3000;
    b.refusal_latency = 50ms;
    b.outages = {{.from = 10s, .to = 40s, .kind = Outage::Kind::rate_limited}};
    one.server = std::move(b);
    one.client = client;
    one.granted_seconds = 30;
    one.extras = [](const SimBooks& books) {
      const Part after{.from = 40s, .key = {}};
      const Part held{.from = 11s, .to = 40s, .key = {}};
      return std::vector<Extra>{
          {"in 100 ms after", static_cast<double>(peak_arrivals(books, 100ms, after)),
           2 * rpm / 600},
          {"while shut", static_cast<double>(arrivals_in(books, held)), unlimited}};
    };
    cases.push_back(std::move(one));
  };
  gate("gate/told", server(), told);
  gate("gate/not-told", server(), not_told);
  gate("gate/64-permits", server(), [](ModelConfig& model) { connections(model, false); });
}

void add_weather(std::vector<Case>& cases) {
  Case common;
  common.server = server();
  common.server.latency_sigma = 0.5;
  common.server.refusal_latency = 50ms;
  common.server.error_500 = 0.02;
  common.server.lost = 0.005;
  const auto first = cases.size();
  add_four(cases, "weather", common, told);
  // Retries take of the quota, and the last one ends the run: the ideal is not one to reach.
  for (auto i = first; i < cases.size(); ++i) cases[i].target.ratio.reset();
}

}  // namespace

std::vector<Case> scheduler_cases() {
  std::vector<Case> cases;
  add_quotas(cases);
  add_tokens(cases);
  add_keys(cases);
  add_halving(cases);
  add_outages(cases);
  add_gates(cases);
  add_weather(cases);
  return cases;
}

double ideal_seconds(const SimBehaviour& server, const std::vector<std::string>& keys,
                     std::size_t rows, double tokens) {
  const Time start{};
  std::vector<SimKeyLimits> limits;
  for (const auto& key : keys)
    limits.emplace_back(server.limits_of(key), server.limit_changes, start);
  auto now = start;
  for (std::size_t i = 0; i < rows; ++i) {
    auto* best = &limits.front();
    for (auto& candidate : limits)
      if (candidate.when(tokens, now) < best->when(tokens, now)) best = &candidate;
    now = best->when(tokens, now);
    best->take(tokens, now);
  }
  return std::chrono::duration<double>(now - start).count();
}

}  // namespace judge::bench
