#pragma once

#include "model/dialect.hpp"
#include "model/reply_json.hpp"

namespace judge {

/// Of the answer's tokens in `object[key]`, where the server tells; alternatives without a number
/// are left out.
std::vector<AnswerToken> openai_logprobs(ReplyJson object, std::string_view key);

}  // namespace judge
