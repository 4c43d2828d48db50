#pragma once

#include <vector>

#include "doctor/network.hpp"
#include "net/curl_endpoint.hpp"

namespace judge {

/// Models that are asked at one address, with the same trust.
struct Neighbours {
  Origin origin;
  std::vector<const ModelConfig*> models;
};

/// In the config's order; `strangers` gets a finding for each model whose address is none.
std::vector<Neighbours> by_address(const Config& config, Findings& strangers);

/// "https://api.openai.com", with the port where it is not the usual one.
std::string show(const Origin& origin);

/// Whether there is an HTTP server at the other end: name, connection, proxy, TLS; and what its
/// clock says. False: nothing gets there.
Async<bool> reach(const Neighbours& neighbours, const DoctorSeams& seams,
                  const NetworkOptions& options, Findings& findings);

}  // namespace judge
