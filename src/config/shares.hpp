#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace judge {

/// "20%" → 0.2; nullopt for what is no percentage.
std::optional<double> parse_share(std::string_view text);

/// "p95" → 0.95; nullopt for what is no percentile.
std::optional<double> parse_percentile(std::string_view text);

/// "32MiB" → 33554432; units B, kB, MB, GB and KiB, MiB, GiB. nullopt for what is no size.
std::optional<std::int64_t> parse_size(std::string_view text);

}  // namespace judge
