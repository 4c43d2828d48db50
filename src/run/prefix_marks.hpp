#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/dialect.hpp"

namespace judge {

/// Where a prompt is long enough to be worth a provider's prompt cache: they keep prompts from
/// about 1,024 tokens on. Bytes.
constexpr std::size_t shortest_shared_prefix = 4096;

/// A mark for the request's first 4,096 bytes of text, its first 5,120, and so on, as far as the
/// text goes: four lengths an octave up to 64 KiB, then one up to 1 MiB, 21 at most. Requests with
/// equal first n marks begin alike. The text is that of all messages with their roles. The schema
/// of the reply stands before it, as OpenAI has it, but is not counted.
std::vector<std::uint64_t> prefix_marks(const ChatRequest& request);

}  // namespace judge
