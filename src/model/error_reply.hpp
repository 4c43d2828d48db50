#pragma once

#include "model/dialect.hpp"
#include "model/reply_json.hpp"

namespace judge {

/// The error of a reply whose status is not 2xx.
CallError status_error(const HttpReply& reply, WallTime now);

/// `error`: the value of "error" in a reply whose HTTP status is 2xx, or of a choice of it.
CallError embedded_error(const HttpReply& reply, ReplyJson error, WallTime now);

/// A reply with status 2xx that has no answer in it. It may have been billed.
CallError unusable(const HttpReply& reply, std::string_view code, std::string_view message,
                   WallTime now);

}  // namespace judge
