#pragma once

#include "model/dialect.hpp"
#include "model/reply_json.hpp"

namespace judge {

/// Of a count that must be there; nullopt for what cannot be one.
std::optional<std::int64_t> token_count(ReplyJson value);
/// The same where absent means 0.
std::optional<std::int64_t> count_or_zero(ReplyJson value);
/// nullopt where absent too.
std::optional<std::int64_t> told(ReplyJson value, std::optional<std::int64_t> count);

/// `usage`, or nullopt where its parts are more than the whole: a wrong cost is worse than none.
std::optional<Usage> if_possible(const Usage& usage);

}  // namespace judge
