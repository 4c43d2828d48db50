#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace judge::mock {

/// Why a request gets no answer, in no provider's words: a dialect finds them.
struct Refusal {
  enum class Cause {
    invalid,                // something in the request
    unknown_parameter,      // a member nobody knows
    unsupported_parameter,  // one that this server does not take
    unsupported_value,
    key,       // it is the wrong one
    status,    // nothing but what the status says
    no_path,   // nothing is there
    method,    // another one is wanted
    billing,   // the account is empty
    requests,  // too many of them a minute
    tokens,    // likewise
  };
  unsigned status = 400;
  std::string message = {};
  Cause cause = Cause::invalid;
  std::string param = {};     // where the request is wrong
  Duration retry_after = {};  // of requests and tokens; zero where waiting does not help

  bool limited() const { return cause == Cause::requests || cause == Cause::tokens; }
};

template <class T = void>
using Checked = std::expected<T, Refusal>;

/// A 400 about `param`.
std::unexpected<Refusal> refuse(std::string_view param, std::string message,
                                Refusal::Cause cause = Refusal::Cause::invalid);

/// A plausible sentence for any status from 400 to 599.
Refusal refusal_of_status(unsigned status);

}  // namespace judge::mock
