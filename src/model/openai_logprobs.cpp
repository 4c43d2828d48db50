#include "model/openai_logprobs.hpp"

#include <cmath>

#include "model/reply_body.hpp"

namespace judge {

std::vector<AnswerToken> openai_logprobs(ReplyJson object, std::string_view key) {
  std::vector<AnswerToken> tokens;
  for (const auto entry : list_at(object, key)) {
    AnswerToken token{.token = std::string(text_at(entry, "token")),
                      .logprob = number_at(entry, "logprob"),
                      .top = {}};
    for (const auto other : list_at(entry, "top_logprobs"))
      if (const auto logprob = number_at(other, "logprob"); !std::isnan(logprob))
        token.top.push_back({std::string(text_at(other, "token")), logprob});
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace judge
