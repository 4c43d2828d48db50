#include "sim/draws.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/hash.hpp"

namespace judge {
namespace {

double unit(std::uint64_t bits) {
  return static_cast<double>(bits >> 11) * 0x1.0p-53;
}

/// Standard normal of two uniform numbers (Box and Muller, 1958).
double normal_of(double u, double v) {
  return std::sqrt(-2 * std::log(1 - u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace

SimFate SimFate::draw(const SimBehaviour& behaviour, Random& random) {
  const auto broken = random.uniform();
  const auto failed = random.uniform();
  const auto spread = random.uniform();
  const auto u = random.uniform();
  const auto v = random.uniform();
  SimFate fate{.spread = spread, .normal = normal_of(u, v)};
  fate.stalled = broken < behaviour.stalled;
  fate.lost = !fate.stalled && broken < behaviour.stalled + behaviour.lost;
  fate.error_500 = failed < behaviour.error_500;
  fate.garbage = !fate.error_500 && failed < behaviour.error_500 + behaviour.garbage;
  return fate;
}

std::uint64_t bits_of(const std::string& body, std::uint64_t salt) {
  return random_bits(short_digest(sha256(body)), salt);
}

bool draw_by_body(const std::string& body, std::uint64_t salt, double share) {
  return share > 0 && unit(bits_of(body, salt)) < share;
}

SimSize size_of(const SimBehaviour& behaviour, const std::string& body) {
  SimSize size{.input = behaviour.input_tokens, .output = behaviour.output_tokens};
  if (size.input == 0) size.input = std::ceil(static_cast<double>(body.size()) / 4);
  if (behaviour.output_sigma > 0) {
    const auto normal = normal_of(unit(bits_of(body, 4)), unit(bits_of(body, 5)));
    size.output = std::ceil(size.output * std::exp(behaviour.output_sigma * normal));
  }
  return size;
}

Duration latency_of(const SimBehaviour& behaviour, const std::string& key, const SimSize& size,
                    const SimFate& fate) {
  const auto found = behaviour.slow_keys.find(key);
  const auto slow = found == behaviour.slow_keys.end() ? 1 : found->second;
  const auto ms = static_cast<double>(behaviour.latency.count()) *
                      std::exp(behaviour.latency_sigma * fate.normal) * slow +
                  static_cast<double>(behaviour.latency_spread.count()) * fate.spread +
                  static_cast<double>(behaviour.per_output_token.count()) * size.output;
  return std::chrono::round<Duration>(std::chrono::duration<double, std::milli>(ms));
}

const Outage* outage_at(const SimBehaviour& behaviour, Duration since) {
  const auto found = std::ranges::find_if(behaviour.outages, [since](const Outage& outage) {
    return outage.from <= since && since < outage.to;
  });
  return found == behaviour.outages.end() ? nullptr : &*found;
}

}  // namespace judge
