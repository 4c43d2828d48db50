#include "doctor/network.hpp"

#include "base/tasks.hpp"
#include "doctor/calls.hpp"
#include "doctor/reach.hpp"
#include "run/run.hpp"

namespace judge {
namespace {

/// One examination; its tasks refer to it.
struct Round {
  DoctorSeams seams;
  NetworkOptions options;
  Redactor redactor;
};

/// What is found at one address. Its place stays.
struct Visit {
  Neighbours neighbours;
  std::vector<Wants> wants = {};        // by model
  std::vector<ModelCheck> models = {};  // by model
  Findings findings = {};
};

Async<> ask(Round& round, KeyCheck& check, const ModelConfig& model, Wants wants) {
  check = co_await try_key(model, check.key, wants, round.seams, round.options, round.redactor);
}

Async<> visit(Round& round, Visit& visit) {
  const bool reached = co_await reach(visit.neighbours, round.seams, round.options, visit.findings);
  if (!reached || !round.options.calls) co_return;
  TaskGroup calls(round.seams.loop);
  for (std::size_t i = 0; i < visit.models.size(); ++i) {
    auto& check = visit.models[i];
    check.keys.resize(std::max<std::size_t>(check.model->api_keys.size(), 1));
    for (std::size_t key = 0; key < check.keys.size(); ++key) {
      check.keys[key].key = key;
      calls.spawn(ask(round, check.keys[key], *check.model, visit.wants[i]));
    }
  }
  co_await calls.join();
}

std::vector<Visit> visits_of(const Config& config, Findings& strangers) {
  std::vector<Visit> visits;
  for (auto& neighbours : by_address(config, strangers)) {
    Visit visit{.neighbours = std::move(neighbours)};
    for (const auto* model : visit.neighbours.models) {
      visit.wants.push_back(wants_of(config, model->name));
      visit.models.push_back({.model = model});
    }
    visits.push_back(std::move(visit));
  }
  return visits;
}

}  // namespace

Async<NetworkCheck> check_network(const Config& config, DoctorSeams seams, NetworkOptions options) {
  NetworkCheck network;
  auto visits = visits_of(config, network.findings);
  Round round{.seams = seams, .options = options, .redactor = redactor_for(config)};
  TaskGroup tasks(seams.loop);
  for (auto& each : visits) tasks.spawn(visit(round, each));
  co_await tasks.join();
  for (auto& each : visits) append(network.findings, std::move(each.findings));
  for (auto& each : visits)
    for (std::size_t i = 0; i < each.models.size(); ++i) {
      append(network.findings, findings_of(each.models[i], each.wants[i]));
      network.models.push_back(std::move(each.models[i]));
    }
  count_on_fallbacks(network.models, network.findings);
  co_return network;
}

}  // namespace judge
