#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace judge {

// Replies of batch APIs: what is missing or of another type is null, "" or 0.

/// null where the text is no JSON.
nlohmann::json parsed(std::string_view text);
const nlohmann::json& at(const nlohmann::json& object, const char* key);
std::string text_at(const nlohmann::json& object, const char* key);
std::uint64_t count_at(const nlohmann::json& object, const char* key);

}  // namespace judge
