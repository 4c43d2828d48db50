#pragma once

#include <nlohmann/json.hpp>

#include "config/reading.hpp"

namespace judge {

/// A value as JSON; dates as they are written. Numbers that are not finite are reported.
nlohmann::json to_json(Reading& reading, const Entry& entry);

}  // namespace judge
