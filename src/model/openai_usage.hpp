#pragma once

#include "model/dialect.hpp"
#include "model/reply_json.hpp"

namespace judge {

/// Of a reply's "usage". Anything in it that cannot be true makes it unknown: a wrong cost is worse
/// than none.
std::optional<Usage> openai_usage(ReplyJson usage);

}  // namespace judge
