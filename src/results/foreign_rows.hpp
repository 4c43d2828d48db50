#pragma once

#include <memory>
#include <string>

#include "dataset/reader.hpp"

namespace judge {

/// A file's rows, as open_rows() has them, and of .json (.gz) also what is one object: with the
/// list of rows at the path `rows` or, where that is "", as its only list of objects
/// ({"data": [{…}, …]}); of lists of one length ({"id": [1, 2], "score": [7, 8]}); or of rows by id
/// ({"q1": {…}, "q2": {…}}, whose key becomes the field "key" where they have none). Such a file is
/// held in memory, and a row's line is its number, from 1. Faults are Fault::dataset.
Result<std::unique_ptr<RowReader>> open_foreign(const std::filesystem::path& file,
                                                const std::string& rows);

}  // namespace judge
