#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "store/response_store.hpp"

namespace judge {

// What a disk, a cable or an editor has changed since is found by CRC-32 (as in zlib and gzip; P.
// Koopman, "32-Bit Cyclic Redundancy Codes for Internet Applications", 2002): every changed byte,
// every run of up to 32 bits, all but one in four billion of the rest. It is no defence against
// somebody who means it.

/// Of a reply, under its key.
std::uint32_t checksum(const Digest& key, const StoredReply& reply);

/// Puts the line's checksum behind its last member: {…,"crc32":"1a2b3c4d"}, which is that of all
/// that stands before the comma. What is no JSON object with members is left as it is.
void seal_line(std::string& line);

/// False: it is not what was sealed. True for a line without a checksum, too.
bool is_sound(std::string_view line);

}  // namespace judge
