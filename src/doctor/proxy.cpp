#include "doctor/proxy.hpp"

#include <algorithm>
#include <boost/asio/ip/network_v4.hpp>
#include <vector>

#include "base/async.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

std::string without_credentials(const std::string& url) {
  const auto scheme = url.find("://");
  const auto start = scheme == url.npos ? 0 : scheme + 3;
  const auto at = url.rfind('@', url.find('/', start));
  if (at == url.npos || at < start) return url;
  return url.substr(0, start) + url.substr(at + 1);
}

bool is_within(const std::string& address, const std::string& network) {
  boost::system::error_code no_address;
  boost::system::error_code no_network;
  const auto one = asio::ip::make_address_v4(address, no_address);
  const auto all = asio::ip::make_network_v4(network, no_network);
  if (no_address || no_network) return false;
  return asio::ip::network_v4(one, all.prefix_length()).network() == all.network();
}

bool names(std::string_view entry, const std::string& host) {
  if (entry == "*") return true;
  while (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty()) return false;
  if (is_within(host, std::string(entry))) return true;
  const auto wanted = lower(entry);
  return host == wanted || host == "[" + wanted + "]" || host.ends_with("." + wanted);
}

bool is_excepted(const std::string& list, const std::string& host) {
  std::string_view rest = list;
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(", "), rest.size());
    if (names(rest.substr(0, end), host)) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::vector<std::string> variables_for(const std::string& scheme) {
  std::vector<std::string> variables{scheme + "_proxy"};
  if (scheme == "https") variables.emplace_back("HTTPS_PROXY");
  variables.insert(variables.end(), {"all_proxy", "ALL_PROXY"});
  return variables;
}

}  // namespace

std::optional<Proxy> proxy_for(const Origin& origin, const Environment& environment) {
  if (origin.is_loopback()) return std::nullopt;
  for (const auto* variable : {"no_proxy", "NO_PROXY"})
    if (const auto list = environment(variable); list && !list->empty()) {
      if (is_excepted(*list, origin.host)) return std::nullopt;
      break;
    }
  for (const auto& variable : variables_for(origin.scheme))
    if (const auto value = environment(variable); value && !value->empty())
      return Proxy{.variable = variable, .address = without_credentials(*value)};
  return std::nullopt;
}

}  // namespace judge
