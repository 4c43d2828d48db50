#include "doctor/reach.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "doctor/advice.hpp"
#include "doctor/calls.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

std::string subject_of(const Neighbours& neighbours) {
  std::vector<std::string> names;
  names.reserve(neighbours.models.size());
  for (const auto* model : neighbours.models) names.push_back(model->name);
  return fmt::format("network of {}", fmt::join(names, ", "));
}

/// Without a key, and without anything to answer: the server refuses it before it costs.
HttpRequest empty_request(const ModelConfig& model, const NetworkOptions& options) {
  auto endpoint = bounded_endpoint(model, nullptr, options);
  endpoint.headers = {{"User-Agent", "judge/" JUDGE_VERSION}};
  endpoint.aws.reset();
  return {.endpoint = std::make_shared<const Endpoint>(std::move(endpoint)), .body = "{}"};
}

/// How far this machine's clock is ahead of the server's; nullopt: it does not say.
std::optional<std::chrono::seconds> ahead_of(const HttpReply& reply, WallTime now) {
  const auto* date = reply.header("date");
  const auto seconds = date ? curl_getdate(date->c_str(), nullptr) : -1;
  if (seconds < 0) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(
      now - std::chrono::system_clock::from_time_t(seconds));
}

std::optional<Finding> check_clock(const HttpReply& reply, WallTime now, const std::string& host) {
  constexpr std::chrono::seconds tolerable{300};
  const auto ahead = ahead_of(reply, now);
  if (!ahead || std::chrono::abs(*ahead) <= tolerable) return std::nullopt;
  return Finding{.subject = "clock",
                 .level = Level::warning,
                 .what = fmt::format("this machine's clock is {} {} that of {}",
                                     show_duration(std::chrono::abs(*ahead)),
                                     ahead->count() > 0 ? "ahead of" : "behind", host),
                 .remedy =
                     "set it (timedatectl set-ntp true): certificates and the dates in "
                     "Retry-After are read by it"};
}

std::string way(const std::optional<Proxy>& proxy) {
  return proxy ? fmt::format("through the proxy {} ({})", proxy->address, proxy->variable)
               : "without a proxy";
}

}  // namespace

std::string show(const Origin& origin) {
  const bool usual = origin.port == (origin.scheme == "https" ? "443" : "80");
  return origin.scheme + "://" + (usual ? origin.host : origin.show());
}

std::vector<Neighbours> by_address(const Config& config, Findings& strangers) {
  std::vector<Neighbours> all;
  for (const auto& name : models_in_use(config)) {
    const auto& model = config.model(name);
    const auto url = make_dialect(model)->url(model);
    auto origin = origin_of(url);
    if (!origin) {
      strangers.push_back({.subject = "network of " + name,
                           .level = Level::problem,
                           .what = url + " is no address of http or https",
                           .remedy = fmt::format("correct [models.{}] base_url", name)});
      continue;
    }
    const auto found = std::ranges::find_if(all, [&](const Neighbours& known) {
      return known.origin == *origin && known.models.front()->ca_file == model.ca_file;
    });
    if (found == all.end())
      all.push_back({.origin = *std::move(origin), .models = {&model}});
    else
      found->models.push_back(&model);
  }
  return all;
}

Async<bool> reach(const Neighbours& neighbours, const DoctorSeams& seams,
                  const NetworkOptions& options, Findings& findings) {
  const auto& model = *neighbours.models.front();
  const auto proxy = proxy_for(neighbours.origin, seams.environment);
  const auto request = empty_request(model, options);
  const auto sent = seams.clock.now();
  const auto reply = co_await seams.transport.send(request, seams.stop);
  const auto took = std::chrono::duration_cast<milliseconds>(seams.clock.now() - sent);
  Finding finding{.subject = subject_of(neighbours)};
  const auto address = show(neighbours.origin);
  if (reply) {
    finding.what =
        fmt::format("{} was reached in {}, {}", address, show_duration(took), way(proxy));
    findings.push_back(std::move(finding));
    if (auto clock = check_clock(*reply, seams.clock.wall(), neighbours.origin.host))
      findings.push_back(*std::move(clock));
    co_return true;
  }
  auto advice = advice_on(reply.error(), model, neighbours.origin, proxy);
  finding.level = advice.level;
  finding.what = fmt::format("{}, {}: {}", address, way(proxy), advice.what);
  finding.remedy = std::move(advice.remedy);
  findings.push_back(std::move(finding));
  co_return false;
}

}  // namespace judge
