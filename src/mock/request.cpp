#include "mock/request.hpp"

namespace judge::mock {
namespace {

void append(std::string& prompt, std::string_view text) {
  if (text.empty()) return;
  if (!prompt.empty()) prompt += "\n\n";
  prompt += text;
}

}  // namespace

void CompletionRequest::add(std::string_view text, bool own) {
  if (own && !answered_before) others = prompt;
  answered_before = answered_before || own;
  append(prompt, text);
  if (answered_before && !own) append(others, text);
}

}  // namespace judge::mock
