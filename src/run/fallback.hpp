#pragma once

#include <expected>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/async.hpp"
#include "run/client.hpp"

namespace judge {

/// By the user's names: the models that the stages name, and all who may stand in for them.
using Clients = std::map<std::string, std::unique_ptr<ModelClient>>;

using Answer = Boxed<CallRecord, std::variant<Failure, Stopped>>;

/// Asks `model`, and where it is dead or refuses, and its `fallback` says so, the next: first those
/// that it names, in their order, then those that these name, each once. Who is dead is looked up
/// in the store and sent nothing. If all refuse, the first refusal is the answer; if all are dead,
/// the run is stopped with Fault::billing or Fault::auth.
/// `declined` receives the answers that were refusals and not the one that is returned: they are
/// paid too.
Async<Answer> ask_first_of(std::string model, Clients& clients, Services& services,
                           RequestMaker make, ModelClient::Options options,
                           std::vector<CallRecord>& declined);

}  // namespace judge
