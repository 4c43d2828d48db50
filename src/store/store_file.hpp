#pragma once

#include <filesystem>
#include <optional>

#include "base/errors.hpp"
#include "store/response_store.hpp"
#include "store/sqlite.hpp"

namespace judge {

/// A connection to the store's file, which is made where there is none; refuses one that is
/// something else, and leaves it as it is.
Result<Sqlite> open_store_file(const std::filesystem::path& file, StoreUse use = StoreUse::shared);

/// Writes nothing, not even beside the file. nullopt: there is no reply in it, or no such file.
Result<std::optional<Sqlite>> open_store_file_to_read(const std::filesystem::path& file);

}  // namespace judge
