#include "base/hash.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <cstring>
#include <new>

namespace judge {

void Hasher::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
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
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return digest;
}

std::string hex(const Digest& digest, std::size_t bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes && i < digest.size(); ++i)
    fmt::format_to(std::back_inserter(text), "{:02x}", digest[i]);
  return text;
}

std::uint64_t short_digest(const Digest& digest) {
  std::uint64_t number = 0;
  std::memcpy(&number, digest.data(), sizeof number);
  return number;
}

}  // namespace judge
