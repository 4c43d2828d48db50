#include "unit/net/client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <cstdlib>
#include <optional>

namespace judge::test {

Client::Client(std::size_t max_connections)
    : transport(make_curl_transport(loop.get_executor(), max_connections)) {
  for (const auto* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                           "no_proxy", "NO_PROXY"})
    unsetenv(name);
}

std::vector<TransportResult> Client::send_all(std::vector<HttpRequest> requests) {
  std::vector<std::optional<TransportResult>> results(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i)
    asio::co_spawn(loop, transport->send(requests[i], stop),
                   [&results, i](std::exception_ptr error, TransportResult result) {
                     if (error) std::rethrow_exception(error);
                     results[i] = std::move(result);
                   });
  loop.restart();
  loop.run();
  std::vector<TransportResult> all;
  for (auto& result : results) all.push_back(std::move(result.value()));
  return all;
}

TransportResult Client::send(HttpRequest request) {
  std::vector<HttpRequest> one;
  one.push_back(std::move(request));
  return std::move(send_all(std::move(one)).front());
}

TransportResult Client::send(const std::string& url) {
  return send(request(endpoint(url)));
}

std::shared_ptr<Endpoint> endpoint(const std::string& url) {
  auto endpoint = std::make_shared<Endpoint>();
  endpoint->url = url;
  endpoint->headers = {{"Authorization", "Bearer sk-secret"}, {"api-key", "sk-secret"}};
  endpoint->attempt_timeout = std::chrono::seconds(5);
  return endpoint;
}

HttpRequest request(std::shared_ptr<const Endpoint> endpoint, std::string body) {
  return {std::move(endpoint), std::move(body)};
}

}  // namespace judge::test
