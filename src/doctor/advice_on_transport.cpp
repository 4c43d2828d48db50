#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "doctor/advice.hpp"

namespace judge {
namespace {

using Kind = TransportError::Kind;

std::string config_key(const ModelConfig& model, std::string_view key) {
  return fmt::format("[models.{}] {}", model.name, key);
}

/// OpenSSL's words, as curl passes them on, in lower case.
struct TlsFault {
  std::string_view word;
  std::string_view what;
  std::string_view remedy;  // {0}: ca_file of the model, {1}: base_url
};

constexpr std::string_view trust =
    "put the certificate of who signed it (PEM) into a file, and name that in {0}";

constexpr auto tls_faults = std::to_array<TlsFault>({
    {"has expired", "its TLS certificate has expired",
     "have it renewed; if it is new, set this machine's clock"},
    {"not yet valid", "its TLS certificate is not valid yet",
     "set this machine's clock, which seems to be behind"},
    {"self-signed", "its TLS certificate is signed by nobody this machine trusts (self-signed)",
     trust},
    {"self signed", "its TLS certificate is signed by nobody this machine trusts (self-signed)",
     trust},
    {"issuer certificate", "its TLS certificate is signed by nobody this machine trusts", trust},
    {"alternative certificate subject name", "its TLS certificate is for another host name",
     "write {1} with the name that the certificate has"},
    {"does not match target", "its TLS certificate is for another host name",
     "write {1} with the name that the certificate has"},
    {"wrong version number", "it does not speak TLS", "write http:// in {1}, if that is meant"},
    {"trust anchors", "the certificates of {0} cannot be read",
     "give {0} a file with certificates in PEM form"},
    {"certificate verify locations", "the certificates of {0} cannot be read",
     "give {0} a file with certificates in PEM form"},
});

Advice tls_advice(const TransportError& error, const ModelConfig& model) {
  const auto ca_file = config_key(model, "ca_file");
  const auto base_url = config_key(model, "base_url");
  const auto words = lower(error.message);
  for (const auto& fault : tls_faults)
    if (words.find(fault.word) != words.npos)
      return {.what = fmt::format(fmt::runtime(fault.what), ca_file, base_url),
              .remedy = fmt::format(fmt::runtime(fault.remedy), ca_file, base_url)};
  return {.what = "the TLS connection failed: " + error.message,
          .remedy = fmt::format("look at {} and {}", base_url, ca_file)};
}

/// By curl's words; a host may have "proxy" in its name.
bool is_of_proxy(const TransportError& error) {
  const auto words = lower(error.message);
  constexpr std::array<std::string_view, 4> phrases{"resolve proxy", "proxy connect", "from proxy",
                                                    "connect tunnel"};
  return std::ranges::any_of(
      phrases, [&words](std::string_view phrase) { return words.find(phrase) != words.npos; });
}

Advice proxy_advice(const TransportError& error, const Proxy& proxy) {
  return {
      .what = fmt::format("the proxy {} did not let it through: {}", proxy.address, error.message),
      .remedy =
          fmt::format("correct the variable {}, or name the host in no_proxy", proxy.variable)};
}

std::string through(const std::optional<Proxy>& proxy) {
  return proxy ? fmt::format("the proxy {}", proxy->address) : "a firewall";
}

}  // namespace

Advice advice_on(const TransportError& error, const ModelConfig& model, const Origin& origin,
                 const std::optional<Proxy>& proxy) {
  const auto base_url = config_key(model, "base_url");
  if (proxy && (error.kind == Kind::refused || is_of_proxy(error)))
    return proxy_advice(error, *proxy);
  switch (error.kind) {
    case Kind::dns:
      return {.what = fmt::format("the name {} does not resolve", origin.host),
              .remedy = fmt::format("look for a slip in {}; else at this machine's DNS "
                                    "(getent hosts {})",
                                    base_url, origin.host)};
    case Kind::refused:
      return {
          .what = fmt::format(
              "no connection to port {}: nobody listens there, or no way leads there", origin.port),
          .remedy = fmt::format("start the server, or correct the port in {}", base_url)};
    case Kind::tls:
      return tls_advice(error, model);
    case Kind::timeout:
      return {.what = error.request_sent ? "it took the request, and gave no answer in time"
                                         : "no connection in time",
              .remedy = fmt::format("see whether {} drops what is sent there, and whether {} is "
                                    "right",
                                    through(proxy), base_url)};
    case Kind::redirect:
      return {.what = "it redirects to where a key may not be sent: " + error.message,
              .remedy = fmt::format("write the address it redirects to in {}", base_url)};
    case Kind::reset:
      return {.what = "the connection broke: " + error.message,
              .remedy = fmt::format("see whether {} is an API's address, and whether {} breaks "
                                    "connections",
                                    base_url, through(proxy))};
    case Kind::malformed:
      return {.what = "what answers there does not speak HTTP: " + error.message,
              .remedy =
                  fmt::format("look at host and port in {}, and at http:// or https://", base_url)};
    case Kind::too_large:
    case Kind::cancelled:
    case Kind::other:
      break;
  }
  return {.what = "it cannot be asked: " + error.message, .remedy = "look at " + base_url};
}

}  // namespace judge
