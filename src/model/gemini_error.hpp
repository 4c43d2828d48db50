#pragma once

#include "model/dialect.hpp"

namespace judge {

/// `error` by what Gemini puts into error.details: how long to wait (there is no Retry-After), a
/// quota of a day, which is no rate, a key that is none (status 400).
CallError gemini_error(CallError error, const HttpReply& reply);

}  // namespace judge
