#include "net/aws_sigv4.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string hmac(std::string_view key, std::string_view text) {
  Digest digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hex_of(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : bytes) text += fmt::format("{:02x}", byte);
  return text;
}

/// The parts of an absolute URL.
struct Target {
  std::string host;
  std::string path;
  std::string query;
};

Target target_of(std::string_view url) {
  url.remove_prefix(std::min(url.size(), url.find("://") + 3));
  const auto question = std::min(url.size(), url.find('?'));
  const auto before = url.substr(0, question);
  const auto slash = std::min(before.size(), before.find('/'));
  auto query = url.substr(question);
  if (!query.empty()) query.remove_prefix(1);
  return {lower(before.substr(0, slash)), std::string(before.substr(slash)), std::string(query)};
}

/// Once more than on the wire.
std::string encoded_again(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

/// What is signed of the headers, in lower case, by name.
std::vector<Header> signed_headers(const Endpoint& endpoint, const std::string& host,
                                   const std::string& time) {
  std::vector<Header> headers{{"host", host}, {"x-amz-date", time}};
  for (const auto& [name, value] : endpoint.headers)
    if (lower(name) == "content-type") headers.emplace_back("content-type", trim(value));
  if (endpoint.aws->session)
    headers.emplace_back("x-amz-security-token", endpoint.aws->session->reveal());
  std::ranges::sort(headers);
  return headers;
}

std::string signing_key(const AwsSigner& aws, const std::string& day) {
  auto key = hmac("AWS4" + aws.secret.reveal(), day);
  for (const auto& part : {aws.region, aws.service, std::string("aws4_request")})
    key = hmac(key, part);
  return key;
}

}  // namespace

std::vector<Header> aws_signature(const Endpoint& endpoint, const std::string& body,
                                  std::chrono::system_clock::time_point now) {
  const auto& aws = *endpoint.aws;
  const auto [host, path, query] = target_of(endpoint.url);
  const auto time =
      fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
  const auto day = time.substr(0, 8);
  std::string names, lines;
  for (const auto& [name, value] : signed_headers(endpoint, host, time)) {
    names += (names.empty() ? "" : ";") + name;
    lines += name + ":" + value + "\n";
  }
  const auto request = fmt::format("POST\n{}\n{}\n{}\n{}\n{}", encoded_again(path), query, lines,
                                   names, hex(sha256(body)));
  const auto scope = fmt::format("{}/{}/{}/aws4_request", day, aws.region, aws.service);
  const auto text = fmt::format("{}\n{}\n{}\n{}", algorithm, time, scope, hex(sha256(request)));
  const auto signature = hex_of(hmac(signing_key(aws, day), text));
  std::vector<Header> headers{
      {"X-Amz-Date", time},
      {"Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}",
                                    algorithm, aws.id, scope, names, signature)}};
  if (aws.session) headers.emplace_back("X-Amz-Security-Token", aws.session->reveal());
  return headers;
}

}  // namespace judge
