// The readers' inside: what was said, and where.
#pragma once

#include "grade/read_preference.hpp"
#include "grade/reading.hpp"
#include "grade/said_preference.hpp"

namespace judge {

ReadingResult<double> score_reading(std::string_view text, double scale_min, double scale_max,
                                    Family family);

ReadingResult<const Choice*> choice_reading(std::string_view text, std::span<const Choice> choices,
                                            std::string_view conflict, Family family);

ReadingResult<Preferred> preference_reading(std::string_view text, std::string_view conflict,
                                            SlotCodes codes, Family family);

}  // namespace judge
