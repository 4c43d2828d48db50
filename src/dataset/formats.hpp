#pragma once

#include <memory>
#include <string_view>

#include "dataset/input.hpp"
#include "dataset/reader.hpp"

namespace judge::rows {

// Every reader goes on with the next row when it is asked again after the fault of one row; after a
// fault that leaves nothing to go on with (damaged gzip, a stray quote in a CSV) it is at its end.

std::unique_ptr<RowReader> read_jsonl(Input input);
std::unique_ptr<RowReader> read_json_array(Input input);
std::unique_ptr<RowReader> read_csv(Input input, char delimiter);

/// An object's text that begins on `line` to a row, or a fault naming line and column.
Result<std::optional<Row>> parse_row(const std::filesystem::path& file, std::uint64_t line,
                                     std::string_view text);

}  // namespace judge::rows
