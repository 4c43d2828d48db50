#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace judge::mock {

/// A prompt taken apart along tags such as <reference>…</reference>, <output>…</output>,
/// <answer_b>…</answer_b>, or along the markers of MT-bench and Arena-Hard: what is to be judged,
/// and against what.
struct PromptParts {
  struct Section {
    std::string name;  // the tag's, in lower case
    std::string_view text;
  };
  std::string instructions = {};  // what stands outside the tags
  std::string_view question = {};
  std::string_view reference = {};
  std::string_view criteria = {};
  std::vector<Section> outputs = {};  // one a tag name, in order
};

/// Views into `prompt`. Tags may carry a suffix (<output-4f2a>) or attributes; of several with one
/// name the longest counts, for prompts like to mention their own tags. Linear in the prompt's
/// length.
PromptParts take_apart(std::string_view prompt);

}  // namespace judge::mock
