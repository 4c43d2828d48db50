#include "run/fallback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace judge {
namespace {

/// The models that may answer one call, in the order in which they are asked. It grows as they turn
/// out dead or refuse, and takes in each model once: it ends, whoever names whom.
class Chain {
 public:
  Chain(Clients& clients, std::string first) : clients_(clients) {
    links_.push_back({.model = std::move(first)});
  }

  ModelClient& current() const { return *clients_.at(links_[at_].model); }

  /// False: nobody is left.
  bool advance() {
    while (++at_ < links_.size())
      if (may_answer(links_[at_])) return true;
    return false;
  }

  void current_is_dead() {
    const auto& fallback = current().model().fallback;
    // Who was to answer what is refused is stood in for there too.
    if (fallback.on_dead)
      add(fallback.models, fallback.on_content_filter || links_[at_].takes_refused);
  }

  void current_refuses() {
    refused_ = true;
    const auto& fallback = current().model().fallback;
    if (fallback.on_content_filter) add(fallback.models, true);
  }

  /// Who will be asked next; nullptr: nobody that is alive.
  const ModelClient* next_alive() const {
    for (auto i = at_ + 1; i < links_.size(); ++i)
      if (const auto& client = *clients_.at(links_[i].model);
          may_answer(links_[i]) && client.alive())
        return &client;
    return nullptr;
  }

 private:
  struct Link {
    std::string model;
    bool takes_refused = false;  // it is also asked what another refused
  };

  bool may_answer(const Link& link) const { return link.takes_refused || !refused_; }

  void add(const std::vector<std::string>& models, bool takes_refused) {
    for (const auto& model : models) {
      const auto found = std::ranges::find(links_, model, &Link::model);
      if (found == links_.end())
        links_.push_back({.model = model, .takes_refused = takes_refused});
      else
        found->takes_refused |= takes_refused;
    }
  }

  Clients& clients_;
  std::vector<Link> links_;
  std::size_t at_ = 0;
  bool refused_ = false;
};

struct Death {
  std::string model;
  CallError why;
};

std::string_view what_ails(const CallError& error) {
  return error.error_class == ErrorClass::billing ? "is out of money or quota" : "is refused";
}

Error all_dead(const std::vector<Death>& deaths) {
  std::string message;
  for (const auto& [model, why] : deaths)
    message +=
        fmt::format("model {}: every key {} ({}: {}).{}", printable(model), what_ails(why),
                    printable(why.code), printable(why.message), deaths.size() > 1 ? "\n" : " ");
  const bool billing = deaths.front().why.error_class == ErrorClass::billing;
  message += billing ? "Add credit, or another key to api_keys"
                     : "Check the keys in api_keys and the base_url";
  return {billing ? Fault::billing : Fault::auth, message + ", then run the same command again."};
}

void tell(const Death& death, const ModelClient* next, Progress& progress) {
  const auto then = next ? "going over to " + printable(next->model().name)
                         : std::string("nobody is left to stand in for it");
  progress.notice(fmt::format("model {}: every key {} ({}); {}", printable(death.model),
                              what_ails(death.why), printable(death.why.code), then));
}

Answer alive_answer(AskResult result) {
  if (result) return std::move(*result);
  std::variant<Failure, Stopped> why = Stopped{};
  if (auto* failure = std::get_if<Failure>(&result.error())) why = std::move(*failure);
  return std::unexpected(std::move(why));
}

/// By the codes of providers, and a gateway's 403 with its moderator's reasons, which is the one
/// 403 that is about a sample.
bool is_filtered(const CallError& error) {
  constexpr std::array<std::string_view, 3> codes{"content_filter", "content_policy_violation",
                                                  "http_403"};
  return error.error_class == ErrorClass::sample &&
         std::ranges::find(codes, error.code) != codes.end();
}

bool is_refusal(const Answer& answer) {
  if (answer) return answer->reply.refusal.has_value();
  const auto* failure = std::get_if<Failure>(&answer.error());
  return failure && is_filtered(failure->error);
}

/// Another answer is the sample's; this one may have cost something all the same.
void set_aside(Answer refusal, std::vector<CallRecord>& declined, Services& services) {
  if (refusal)
    declined.push_back(std::move(*refusal));
  else if (const auto* failure = std::get_if<Failure>(&refusal.error()))
    services.possibly_billed += failure->error.possibly_billed ? 1 : 0;
}

bool is_dead(const AskResult& result) {
  return !result && std::holds_alternative<Dead>(result.error());
}

/// `result`: of the first of the chain.
Async<Answer> ask_the_others(AskResult result, Chain chain, Services& services,
                             const RequestMaker& make, ModelClient::Options options,
                             std::vector<CallRecord>& declined) {
  std::vector<Death> deaths;
  std::optional<Answer> refusal;
  while (true) {
    auto& client = chain.current();
    if (is_dead(result)) {
      deaths.push_back({client.model().name, std::get<Dead>(std::move(result.error())).why});
      chain.current_is_dead();
      const auto* next = chain.next_alive();
      if ((next || refusal) && client.death_is_news())
        tell(deaths.back(), next, services.seams.progress);
    } else {
      auto answer = alive_answer(std::move(result));
      if (!is_refusal(answer)) {
        if (refusal) set_aside(std::move(*refusal), declined, services);
        co_return answer;
      }
      chain.current_refuses();
      if (refusal)
        set_aside(std::move(answer), declined, services);
      else
        refusal = std::move(answer);
    }
    if (!chain.advance()) break;
    result = co_await chain.current().ask(make, options);
  }
  if (refusal) co_return std::move(*refusal);
  services.stopper.stop(all_dead(deaths));
  co_return std::unexpected(std::variant<Failure, Stopped>(Stopped{}));
}

}  // namespace

/// Nearly always the first one answers, so what the others take is not kept for every request in
/// flight.
Async<Answer> ask_first_of(std::string model, Clients& clients, Services& services,
                           RequestMaker make, ModelClient::Options options,
                           std::vector<CallRecord>& declined) {
  auto result = co_await clients.at(model)->ask(make, options);
  if (result && !result->reply.refusal) co_return std::move(*result);
  co_return co_await ask_the_others(std::move(result), Chain(clients, std::move(model)), services,
                                    make, options, declined);
}

}  // namespace judge
