#pragma once

#include "support/world.hpp"

namespace judge {

/// A provider with a bit of everything going wrong, different for every seed.
SimBehaviour nasty(std::uint64_t seed);

/// Limits, told or found out by the client, and a server that is not always there, but no fault
/// that a sample could fail of.
SimBehaviour strict(std::uint64_t seed);

/// Changes what a user may set: connections, epochs, keys, limits, a generate stage.
void randomise(World& world, std::uint64_t seed);

/// A second model, which stands in for the first; each has one of the keys that may die.
void add_fallback(World& world, std::uint64_t seed);

}  // namespace judge
