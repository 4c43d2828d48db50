#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "doctor/network.hpp"
#include "sim/replies.hpp"
#include "support/loop.hpp"
#include "support/small_project.hpp"

namespace judge::test {

/// What a test has every request answered with.
class ScriptedTransport final : public HttpTransport {
 public:
  using Answer = std::function<TransportResult(const HttpRequest&)>;
  explicit ScriptedTransport(Answer answer) : answer_(std::move(answer)) {}

  Async<TransportResult> send(const HttpRequest& request, StopSignal&) override {
    requests.push_back(request);
    co_return answer_(request);
  }

  std::vector<HttpRequest> requests;

 private:
  Answer answer_;
};

inline std::string authorization(const HttpRequest& request) {
  for (const auto& [name, value] : request.endpoint->headers)
    if (name == "Authorization") return value;
  return "";
}

inline bool is_probe(const HttpRequest& request) {
  return request.body == "{}";
}

inline HttpReply good_reply() {
  auto reply = sim_completion(R"({\"ok\": true})", {.input = 20, .output = 5});
  reply.headers.emplace_back("x-ratelimit-limit-requests", "500");
  return reply;
}

inline TransportResult transport_failure(TransportError::Kind kind, std::string message) {
  return std::unexpected(TransportError{.kind = kind, .message = std::move(message)});
}

/// A config of one model "m" with keys, and what an examination of its network finds.
struct Patient {
  Patient() : config(small_config("/nowhere", "doctor", "m")) {
    config.models[0].base_url = "https://api.example/v1";
  }

  ModelConfig& model() { return config.models[0]; }
  void add_key(const std::string& key, const std::string& source) {
    model().api_keys.push_back({.value = Secret(key), .source = source});
  }

  NetworkCheck examine(const ScriptedTransport::Answer& answer, NetworkOptions options = {}) {
    TestLoop loop;
    ScriptedTransport transport(answer);
    StopSignal stop;
    auto network = loop.finish(check_network(
        config,
        {.loop = loop.executor(),
         .clock = loop.clock,
         .transport = transport,
         .stop = stop,
         .environment = [this](const std::string& name) -> std::optional<std::string> {
           const auto found = variables.find(name);
           return found == variables.end() ? std::nullopt : std::optional(found->second);
         }},
        options));
    requests = std::move(transport.requests);
    return std::move(*network);
  }

  Config config;
  std::map<std::string, std::string> variables;
  std::vector<HttpRequest> requests;
};

inline std::string lines(const Findings& findings) {
  std::string text;
  for (const auto& finding : findings) {
    text += std::string(name(finding.level)) + " " + finding.subject + ": " + finding.what;
    text += finding.remedy.empty() ? "\n" : " -> " + finding.remedy + "\n";
  }
  return text;
}

}  // namespace judge::test
