#pragma once

#include <string_view>
#include <vector>

namespace judge::mock {

/// Text in tokens that follow each other without gaps, cut much as OpenAI's cl100k_base does before
/// it looks words up: a word with the space before it, up to three digits, a run of punctuation, of
/// white space. No character is cut.
std::vector<std::string_view> split_tokens(std::string_view text);

}  // namespace judge::mock
