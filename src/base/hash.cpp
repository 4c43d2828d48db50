#include "base/hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace judge {
namespace {

/// Fetched once: EVP_sha256() is looked up among the providers again for every hash.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

}  // namespace

void Hasher::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), algorithm(), nullptr) != 1)
    throw std::bad_alloc();
}

void Hasher::update(const void* data, std::size_t size) {
  EVP_DigestUpdate(context_.get(), data, size);
}

Hasher& Hasher::add(std::string_view part) {
  add(std::uint64_t{part.size()});
  update(part.data(), part.size());
  return *this;
}

Hasher& Hasher::add(std::uint64_t number) {
  std::array<unsigned char, 8> bytes;
  for (auto& byte : bytes) {
    byte = static_cast<unsigned char>(number);
    number >>= 8;
  }
  update(bytes.data(), bytes.size());
  return *this;
}

Digest Hasher::finish() {
  Digest digest;
  EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr);
  return digest;
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm(), nullptr);
  return digest;
}

std::string hex(const Digest& digest, std::size_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  bytes = std::min(bytes, digest.size());
  std::string text(2 * bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) {
    text[2 * i] = digits[digest[i] >> 4];
    text[2 * i + 1] = digits[digest[i] & 15];
  }
  return text;
}

std::uint64_t short_digest(const Digest& digest) {
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

}  // namespace judge
