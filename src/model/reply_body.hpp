#pragma once

#include "model/dialect.hpp"
#include "model/reply_json.hpp"

namespace judge {

/// What a reply with an answer in it says, as JSON; the error of one that has none: its status, an
/// "error" in a body of status 200, a body that is no JSON.
std::expected<ReplyJson, CallError> body_of(const HttpReply& reply, WallTime now);

/// A number, NaN where `object` has none at `key`.
double number_at(ReplyJson object, std::string_view key);

/// The elements of the list at `key`; none where there is no list.
std::vector<ReplyJson> list_at(ReplyJson object, std::string_view key);

/// Providers' words for why an answer ended, as OpenAI's: "stop", "length", "content_filter",
/// "tool_calls"; any other in lower case, cut.
std::string finish_reason(std::string_view reason);

}  // namespace judge
