#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace judge {

// What `judge plan` says in words, each a sentence safe to show. The time's need plan.time.

std::string time_sentence(const Plan& plan);
/// What keeps the run from ending sooner.
std::string binding_sentence(const Plan& plan);
/// The smallest max_connections that does not bind.
std::string connections_sentence(const Plan& plan);
/// Whether [limits] would stop it; empty where there are none.
std::vector<std::string> limit_sentences(const Plan& plan);
/// What the estimates of the calls left rest on.
std::vector<std::string> ground_sentences(const Plan& plan);

}  // namespace judge
