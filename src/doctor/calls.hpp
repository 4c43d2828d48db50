#pragma once

#include "doctor/network.hpp"

namespace judge {

/// The strongest forms in which a run may ask the model.
struct Wants {
  ReplyFormat format = ReplyFormat::text;
  std::uint32_t top_logprobs = 0;
};
Wants wants_of(const Config& config, const std::string& model);

/// Where a run would send to, within the timeouts of both. `key`: nullptr for none.
Endpoint bounded_endpoint(const ModelConfig& model, const ApiKey* key,
                          const NetworkOptions& options);

/// One small question with the model's own params and key `key`, in the strongest form that a run
/// may ask for; where the server refuses that, in a weaker one.
Async<KeyCheck> try_key(const ModelConfig& model, std::size_t key, Wants wants,
                        const DoctorSeams& seams, const NetworkOptions& options,
                        const Redactor& redactor);

/// A line for a model whose keys are all fine; else one for those that are, and one for each that
/// is not: a warning where others live.
Findings findings_of(const ModelCheck& check, Wants wants);

/// A model that is dead by its keys may have a living one to stand in: then that is a warning.
void count_on_fallbacks(const std::vector<ModelCheck>& checks, Findings& findings);

/// "key 2 of 2 (env:KEY2)"; "" where it has none.
std::string key_name(const ModelConfig& model, std::size_t key);

}  // namespace judge
