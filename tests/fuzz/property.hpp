// What must hold for every input, however hostile. One file here is one target: it defines this
// function, and runs under libFuzzer (./dev fuzz) and over its committed corpus (./dev test).
#pragma once

#include <string>
#include <string_view>

namespace judge::test {

/// Runs `input` through the target's part of the program. The name of the first property that does
/// not hold, or "".
std::string broken_property(std::string_view input);

}  // namespace judge::test
