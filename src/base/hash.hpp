#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace judge {

using Digest = std::array<unsigned char, 32>;

/// SHA-256 over parts, each written with its length before it, so that ("ab","c") and ("a","bc")
/// differ.
class Hasher {
 public:
  Hasher();
  Hasher& add(std::string_view part);
  Hasher& add(std::uint64_t number);
  Digest finish();

 private:
  void update(const void* data, std::size_t size);
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// SHA-256 of exactly these bytes.
Digest sha256(std::string_view bytes);

/// Lower-case hexadecimal of the first `bytes` bytes.
std::string hex(const Digest& digest, std::size_t bytes = 32);

/// The first eight bytes as a number, for tables that need no more.
std::uint64_t short_digest(const Digest& digest);

}  // namespace judge
