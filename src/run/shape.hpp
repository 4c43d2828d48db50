#pragma once

#include <cstdint>
#include <string>

#include "base/hash.hpp"
#include "config/config.hpp"
#include "dataset/sample.hpp"

namespace judge {

/// What an answer depends on beside the request's body: where it is asked. Of a mock, whose port
/// changes with every run, the seed.
std::string endpoint_identity(const ModelConfig& model);

/// The store's key: SHA-256 over endpoint, model, the whole canonical body and the epoch, and over
/// nothing else: keys, concurrency, limits and retry settings shape no answer.
Digest request_key(const ModelConfig& model, const std::string& body, std::uint32_t epoch);

/// Of everything in the config that shapes a results line: prompts, methods, models and their
/// parameters.
Digest config_shape(const Config& config);

/// Of one line: the config's shape, the sample's content, epoch and candidate. 16 hex digits.
std::string line_fingerprint(const Digest& shape, std::uint64_t sample_digest, std::uint32_t epoch,
                             std::size_t candidate);

}  // namespace judge
