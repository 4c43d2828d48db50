#pragma once

#include <string>

#include "mock/opinion.hpp"
#include "mock/scale.hpp"

namespace judge::mock {

/// An answer in the form that the instructions ask for in words: a JSON object such as
/// {"score": …, "explanation": …}, [[7]], [[A]], [[A>B]], "GRADE: C", "[RESULT] 4"; an ordinary
/// sentence where they ask for none. What verdicts it says are cast. With `json`, always a JSON
/// object.
std::string answer_in_words(const std::string& instructions, Opinion& opinion, bool json);

}  // namespace judge::mock
