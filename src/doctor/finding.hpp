// doctor: whether a run would start and go well, found out before it is started. Checks return
// findings; nothing is shown here, and of what is on the disk nothing changes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/errors.hpp"

namespace judge {

/// warning: a run starts, but not as it should; problem: it would not start, or get nowhere.
enum class Level { ok, warning, problem };

std::string_view name(Level level);  // "ok", "warning", "problem"

/// Texts are for a person, without a full stop; they may hold hostile text, and never a key.
struct Finding {
  std::string subject;  // "store", "gpt, key 2 of 2 (env:KEY2)"
  Level level = Level::ok;
  std::string what = "";
  std::string remedy = "";  // what to do; "" where nothing need be done
};

using Findings = std::vector<Finding>;

/// What is wrong stands before the message's last "; ", what to do behind it.
Finding finding_of(std::string subject, const Error& error);

/// ok where there is none.
Level worst(const Findings& findings);

void append(Findings& all, Findings more);

}  // namespace judge
