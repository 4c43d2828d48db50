#pragma once

#include <string>

#include "doctor/doctor.hpp"

namespace judge {

/// `judge doctor` for standard output: what is well as a list, then warnings and problems, each
/// with what to do about it. Every text from outside is made printable.
std::string doctor_text(const Examination& examination, bool color);

/// The same as one JSON object, indented, with what each call has shown. Unknown is null.
std::string doctor_json(const Examination& examination);

}  // namespace judge
