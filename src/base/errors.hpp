// base: what every room may use: errors as values, time, coroutines' primitives, files, text,
// hashes.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace judge {

/// Why a command cannot go on. Decided into an exit status in one place, cli/exit.hpp.
enum class Fault {
  usage,              // the command line
  config,             // the config file or what it names
  dataset,            // the dataset's contents
  billing,            // every key is out of money
  auth,               // every key is refused
  budget,             // [limits] usd
  deadline,           // [limits] deadline
  disk,               // the results or the store cannot be written
  too_many_failures,  // [limits] max_failures, or every first sample fails alike
  locked,             // another process writes these results
  cancelled,          // a signal came before anything was sent
  internal,           // a bug
};

/// An expected failure: `message` is one or more whole lines for a person, and says what to do.
struct Error {
  Fault fault = Fault::internal;
  std::string message;
};

template <class T = void>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Fault fault, std::string message) {
  return std::unexpected(Error{fault, std::move(message)});
}

}  // namespace judge
