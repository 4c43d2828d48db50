#pragma once

#include <optional>
#include <string>

#include "doctor/finding.hpp"
#include "doctor/proxy.hpp"
#include "model/dialect.hpp"

namespace judge {

/// What a failure means, and what to do about it.
struct Advice {
  Level level = Level::problem;
  std::string what;
  std::string remedy;
};

/// Of an address that could not be reached, or did not answer in HTTP. `model`: one that is asked
/// there, for the keys of the config to name.
Advice advice_on(const TransportError& error, const ModelConfig& model, const Origin& origin,
                 const std::optional<Proxy>& proxy);

/// Of a small call that was refused. `status`: HTTP's. `key`: nullptr where none is sent.
Advice advice_on(const CallError& error, int status, const ModelConfig& model, const ApiKey* key);

}  // namespace judge
