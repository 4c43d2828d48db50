// What must hold of every reader for every text, for the fuzzer and the mutation test.
#pragma once

#include <string>
#include <string_view>

namespace judge::test {

/// Runs `text` through every reader and family. The name of the first property that does not hold,
/// or "".
std::string broken_property(std::string_view text);

}  // namespace judge::test
