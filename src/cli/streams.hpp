#pragma once

#include <string_view>
#include <system_error>

namespace judge {

/// Makes standard output and error such that nothing fails by them, whatever they are, for the rest
/// of the process. One that is closed becomes /dev/null: else the next file that is opened (the
/// results, say) would get its number, and with it what is printed. What cannot be written is
/// dropped. To be called before anything else.
void secure_standard_streams();

/// Writes out what waits. Why something of standard output is lost; no error: nothing is, or who
/// read it has gone, as `head` does.
std::error_code close_standard_output();

/// A sentence on standard error where nothing may be allocated.
void say_plainly(std::string_view text) noexcept;

}  // namespace judge
