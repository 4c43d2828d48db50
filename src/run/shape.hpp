#pragma once

#include <cstdint>
#include <string>

#include "base/hash.hpp"
#include "config/config.hpp"
#include "dataset/sample.hpp"

namespace judge {

/// What an answer depends on beside the request's body: where it is asked. Of a mock, whose port
/// changes with every run, what its opinions are made of; not its latency, limits and faults.
std::string endpoint_identity(const ModelConfig& model);

/// The store's key: SHA-256 over endpoint, model, the whole canonical body, the epoch and which of
/// several votes it is, and over nothing else: keys, concurrency, limits and retry settings shape
/// no answer. The first vote's key is that of an only one: asking for more keeps what there is.
Digest request_key(const ModelConfig& model, const std::string& body, std::uint32_t epoch,
                   std::uint32_t vote = 0);

/// Of everything in the config that shapes a results line: prompts, methods, models and their
/// parameters.
Digest config_shape(const Config& config);

/// Of one line: the config's shape, the sample's content, epoch and candidate. 16 hex digits.
std::string line_fingerprint(const Digest& shape, std::uint64_t sample_digest, std::uint32_t epoch,
                             std::size_t candidate);

}  // namespace judge
