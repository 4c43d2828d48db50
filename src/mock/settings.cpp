#include "mock/settings.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/text.hpp"

namespace judge::mock {
namespace {

Result<Format> read_format(const std::string& name) {
  if (name == "json_schema") return Format::json_schema;
  if (name == "json_object") return Format::json_object;
  if (name == "text") return Format::text;
  return fail(Fault::usage,
              fmt::format("response_format \"{}\": expected json_schema, json_object or text",
                          printable(name, 40)));
}

Result<> check_limit(std::string_view name, const std::optional<double>& value, double least) {
  if (!value || (std::isfinite(*value) && *value >= least && *value > 0)) return {};
  return fail(Fault::usage, fmt::format("{}: expected a number {}", name,
                                        least > 0 ? "of at least 1" : "above 0"));
}

Result<> check_limits(const MockOptions& options) {
  if (auto ok = check_limit("rpm", options.rpm, 0); !ok) return ok;
  if (auto ok = check_limit("tpm", options.tpm, 0); !ok) return ok;
  if (auto ok = check_limit("burst", options.burst, 1); !ok) return ok;
  if (options.burst && !options.rpm)
    return fail(Fault::usage, "burst: needs rpm, whose requests it lets come at once");
  return {};
}

Result<> check_share(std::string_view name, double share) {
  if (share >= 0 && share <= 1) return {};
  return fail(Fault::usage, fmt::format("{}: expected a share from 0 to 1, as in 0.05", name));
}

Result<> check_shares(const MockOptions& options) {
  if (auto ok = check_share("position_bias", options.position_bias); !ok) return ok;
  return check_share("unreadable", options.unreadable);
}

Result<std::optional<milliseconds>> read_kept(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto kept = parse_duration(text);
  if (kept && *kept > milliseconds(0)) return kept;
  return fail(
      Fault::usage,
      fmt::format("prompt_cache \"{}\": expected how long it keeps a prompt, such as \"5m\"",
                  printable(text, 40)));
}

}  // namespace

Result<Settings> Settings::read(const MockOptions& options) {
  Settings settings;
  auto latency = Latency::parse(options.latency);
  if (!latency) return std::unexpected(latency.error());
  auto faults = Faults::parse(options.fail);
  if (!faults) return std::unexpected(faults.error());
  const auto format = read_format(options.response_format);
  if (!format) return std::unexpected(format.error());
  if (const auto limits = check_limits(options); !limits) return std::unexpected(limits.error());
  if (const auto shares = check_shares(options); !shares) return std::unexpected(shares.error());
  const auto kept = read_kept(options.prompt_cache);
  if (!kept) return std::unexpected(kept.error());
  const auto batches = BatchSettings::read(options.batch_time, options.batch_fail);
  if (!batches) return std::unexpected(batches.error());
  settings.batches = *batches;
  settings.latency = *latency;
  settings.faults = std::move(*faults);
  settings.rpm = options.rpm;
  settings.tpm = options.tpm;
  settings.burst = options.burst;
  settings.seed = options.seed;
  settings.position_bias = options.position_bias;
  settings.unreadable = options.unreadable;
  settings.api_key = options.api_key;
  settings.strongest = *format;
  settings.headers = options.headers;
  settings.prompt_cache = *kept;
  return settings;
}

}  // namespace judge::mock
