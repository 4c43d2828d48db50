#pragma once

#include <string>

#include "base/errors.hpp"
#include "config/config.hpp"

namespace judge {

/// Thousands of connections need as many descriptors; the soft limit is often 1024.
void raise_descriptor_limit();

/// Lowers max_connections where this process may not open as many files. In words what it did;
/// empty: nothing. Fault::config where there are not enough for one connection a model.
Result<std::string> fit_to_descriptors(Config& config);

/// The same for a limit of so many.
Result<std::string> fit_to_descriptors(Config& config, std::size_t limit);

}  // namespace judge
