#include "mock/latency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/random.hpp"
#include "base/text.hpp"
#include "mock/number.hpp"

namespace judge::mock {
namespace {

constexpr std::string_view kLognormal = "lognormal:";
constexpr std::uint64_t kSalt = 0x6c6174656e6379;  // so that faults and delays are independent

std::optional<Duration> read_duration(std::string_view text) {
  if (text == "0") return Duration::zero();
  return parse_duration(text);
}

std::unexpected<Error> unreadable(std::string_view text) {
  return fail(Fault::usage, fmt::format("latency \"{}\": expected a duration such as 200ms, or "
                                        "lognormal:MEDIAN,SIGMA such as lognormal:200ms,0.5",
                                        printable(text)));
}

}  // namespace

Result<Latency> Latency::parse(std::string_view text) {
  Latency latency;
  std::string_view median = trim(text);
  if (median.starts_with(kLognormal)) {
    const std::string_view rest = median.substr(kLognormal.size());
    const auto comma = rest.find(',');
    if (comma == std::string_view::npos) return unreadable(text);
    const auto sigma = read_number(trim(rest.substr(comma + 1)));
    if (!sigma || *sigma < 0 || *sigma > 5) return unreadable(text);
    latency.sigma_ = *sigma;
    median = trim(rest.substr(0, comma));
  }
  const auto duration = read_duration(median);
  if (!duration || *duration < Duration::zero()) return unreadable(text);
  latency.median_ = *duration;
  return latency;
}

Duration Latency::draw(std::uint64_t seed, std::uint64_t request) const {
  if (sigma_ == 0 || none()) return median_;
  Random random(random_bits(seed ^ kSalt, request));
  const double seconds =
      std::chrono::duration<double>(median_).count() * std::exp(sigma_ * normal(random));
  return std::chrono::duration_cast<Duration>(
      std::chrono::duration<double>(std::min(seconds, 3600.0)));
}

}  // namespace judge::mock
