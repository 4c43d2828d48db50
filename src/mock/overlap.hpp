#pragma once

#include <string_view>

namespace judge::mock {

/// How much of the reference an output holds, by words, in [0, 1]: the mean of recall and of the
/// overlap coefficient |R ∩ O| / min(|R|, |O|), so that neither a short right answer nor a long one
/// suffers. Words of the question and the commonest words tell nothing and are left out.
double overlap(std::string_view reference, std::string_view output, std::string_view question);

}  // namespace judge::mock
