// How a call is sent: a place in line, an attempt, and what its error leads to.
#include <fmt/format.h>

#include <algorithm>

#include "base/sleep.hpp"
#include "base/text.hpp"
#include "model/rate_headers.hpp"
#include "run/client.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

constexpr double tokens_a_million = 1e6;

Error budget_is_spent(const Budget& budget, Spend next) {
  const auto& [usd, tokens] = budget.limits();
  const bool money = usd && budget.spent().usd + next.usd > *usd;
  const auto show = [money](const Spend& spend) {
    return money ? show_usd(spend.usd)
                 : show_count(static_cast<std::uint64_t>(spend.tokens)) + " tokens";
  };
  const auto* key = money ? "limits.usd" : "limits.tokens";
  return {Fault::budget,
          fmt::format("The budget is spent: {} of {} = {}, and the next call may cost {}. "
                      "Raise {}, then run the same command again.",
                      show(budget.spent()), key, show({usd.value_or(0), tokens.value_or(0)}),
                      show(next), key)};
}

}  // namespace

double ModelClient::estimate_tokens(const std::string& body) const {
  auto output = output_tokens_.mean().value_or(assumed_output_tokens);
  if (const auto most = max_output_tokens(model_)) output = std::min(output, *most);
  const auto input_a_byte = input_tokens_a_byte_.mean().value_or(1 / characters_a_token);
  return static_cast<double>(body.size()) * input_a_byte + output;
}

Spend ModelClient::price(double input_tokens, double output_tokens) const {
  const auto& price = price_at(model_, input_tokens);
  // At worst a provider's cache takes in all of it.
  const auto input_price = std::max(
      {price.input.value_or(0), price.cache_write.value_or(0), price.cache_write_1h.value_or(0)});
  const auto usd = input_tokens * input_price + output_tokens * price.output.value_or(0);
  return {usd / tokens_a_million, input_tokens + output_tokens};
}

Spend ModelClient::expected_spend(const std::string& body) const {
  const auto output = output_tokens_.mean().value_or(assumed_output_tokens);
  return price(std::max(0.0, estimate_tokens(body) - output), output);
}

Spend ModelClient::worst_spend(const std::string& body) const {
  const auto learned = 4 * output_tokens_.mean().value_or(assumed_output_tokens);
  return price(static_cast<double>(body.size()) / fewest_characters_a_token,
               max_output_tokens(model_).value_or(learned));
}

// Not inlined into the coroutine, where it would leave its temporaries in the frame.
[[gnu::noinline]] ModelClient::Sent ModelClient::no_answer(NoAnswer&& why) {
  return std::unexpected(std::move(why));
}

[[gnu::noinline]] ModelClient::Sent ModelClient::cut_off() {
  return no_answer(Stopped{});
}

[[gnu::noinline]] ModelClient::Sent ModelClient::final_failure(CallError& error, const Call& call) {
  error.possibly_billed = error.possibly_billed || call.possibly_billed;
  return no_answer(Failure{std::move(error), call.attempts});
}

Async<ModelClient::Sent> ModelClient::send(Call& call) {
  auto& seams = services_.seams;
  const auto started = seams.clock.now();
  while (true) {
    auto permitted = co_await permission(call);
    if (!permitted) co_return no_answer(std::move(permitted.error()));
    auto attempt = model_.hedge ? co_await hedged(*permitted, call)
                                : co_await exchange(*permitted, call.request, call, seams.stop);
    if (attempt) {
      auto& stored = attempt->second;
      stored.attempts = call.attempts;
      stored.possibly_billed_before = call.possibly_billed;
      co_return std::move(*attempt);
    }
    auto& error = attempt.error();
    if (error.code == "cancelled") co_return cut_off();
    call.history.last_success = std::max(started, last_success_);
    const auto delay = after_error(call, error);
    if (!delay) co_return final_failure(error, call);
    if (*delay == 0ms) continue;
    const auto wake = seams.clock.now() + *delay;
    if (!co_await sleep_until(seams.loop, seams.clock, wake, seams.stop)) co_return cut_off();
  }
}

[[gnu::noinline]] ModelClient::Permitted ModelClient::dead() const {
  return std::unexpected(NoAnswer(Dead{death_}));
}

[[gnu::noinline]] ModelClient::Permitted ModelClient::budget_spent(const Spend& next) {
  services_.stopper.stop(budget_is_spent(services_.budget, next));
  return std::unexpected(NoAnswer(Stopped{}));
}

Async<ModelClient::Permitted> ModelClient::permission(const Call& call) {
  auto& budget = services_.budget;
  auto& stop = services_.seams.stop;
  const auto& body = call.request.body;
  while (true) {
    if (!alive()) co_return dead();
    asked_ = true;
    auto slot =
        co_await line_.acquire(stop, call.rank, [this, &body] { return estimate_tokens(body); });
    if (!slot && slot.error() == Refused::closed) continue;  // dead, unless there are new keys now
    if (!slot) co_return std::unexpected(NoAnswer(Stopped{}));
    const auto worst = worst_spend(body);
    if (budget.reserve(worst)) co_return Permission{std::move(*slot), worst};
    if (!budget.can_give_back()) co_return budget_spent(worst);
    // What is in flight will cost less than its worst case: then there may be room.
    {
      const auto unused = std::move(*slot);
    }
    if (!co_await budget.wait(stop)) co_return std::unexpected(NoAnswer(Stopped{}));
  }
}

/// What is in flight: from here until it returns. Takes the slot, and settles what was reserved.
Async<ModelClient::Attempt> ModelClient::exchange(Permission& permission, HttpRequest& request,
                                                  Call& call, StopSignal& stop) {
  departs(call);
  request.endpoint = keys_[permission.slot.key()].endpoint;
  const auto sent_at = services_.seams.clock.now();
  auto reply = co_await services_.seams.transport.send(request, stop);
  co_return arrived(reply, permission, call, sent_at);
}

void ModelClient::departs(Call& call) {
  auto& effort = services_.effort;
  ++call.attempts;
  ++effort.attempts;
  hedging_.sent();
  effort.peak_in_flight = std::max<std::uint64_t>(effort.peak_in_flight, ++services_.in_flight);
}

ModelClient::Attempt ModelClient::arrived(TransportResult& reply, Permission& permission,
                                          Call& call, Time sent_at) {
  --services_.in_flight;
  auto attempt = [&]() -> Attempt {
    if (reply) return read(std::move(*reply), std::move(permission.slot), call, sent_at);
    auto& failed = reply.error();
    failed.message = services_.redactor.redact(std::move(failed.message));
    auto error = classify(failed);
    fail_slot(std::move(permission.slot), error, call);
    return std::unexpected(std::move(error));
  }();
  services_.budget.settle(permission.reserved, spent(attempt, permission, call));
  return attempt;
}

Spend ModelClient::spent(const Attempt& attempt, const Permission& permission,
                         const Call& call) const {
  if (!attempt)
    return attempt.error().possibly_billed ? expected_spend(call.request.body) : Spend{};
  const auto& usage = attempt->first.usage;
  if (!usage) return permission.reserved;
  return {cost_usd(model_, usage).value_or(permission.reserved.usd),
          static_cast<double>(usage->input + usage->output)};
}

ModelClient::Attempt ModelClient::read(HttpReply reply, Slot slot, Call& call, Time sent_at) {
  const auto& clock = services_.seams.clock;
  reply.body = services_.redactor.redact(std::move(reply.body));
  auto decoded = dialect_->decode(reply, clock.wall());
  if (!decoded) {
    fail_slot(std::move(slot), decoded.error(), call);
    return std::unexpected(std::move(decoded.error()));
  }
  last_success_ = clock.now();
  hedging_.answered(last_success_ - sent_at);
  std::optional<double> tokens;
  if (decoded->usage) {
    tokens = static_cast<double>(decoded->usage->input + decoded->usage->output);
    output_tokens_.add(static_cast<double>(decoded->usage->output));
    input_tokens_a_byte_.add(static_cast<double>(decoded->usage->input) /
                             static_cast<double>(call.request.body.size()));
  }
  line_.succeeded(std::move(slot), tokens, rate_headers(reply));
  StoredReply stored;
  stored.body = std::move(reply.body);
  stored.model = model_.model;
  stored.latency_ms = std::chrono::duration_cast<milliseconds>(last_success_ - sent_at).count();
  return std::pair(std::move(*decoded), std::move(stored));
}

std::optional<milliseconds> ModelClient::after_error(Call& call, const CallError& error) {
  ++call.history.consecutive;
  if (spends_attempt(error) && !call.server_down) ++call.history.spent;
  if (error.error_class == ErrorClass::rate_limit) ++services_.effort.rate_limited;
  if (error.error_class == ErrorClass::transient) formats_.stumbled();
  const auto now = services_.seams.clock.now();
  // While the server is down its lane waits and probes, not each sample for itself.
  const bool waits_in_line = std::exchange(call.server_down, false) &&
                             now - call.history.last_success < model_.retry.give_up_after;
  const auto delay = waits_in_line ? std::optional(milliseconds(0))
                                   : next_delay(model_.retry, error, call.history, now, random_);
  if (!delay) return std::nullopt;
  ++services_.effort.retries;
  if (error.possibly_billed) {
    call.possibly_billed = true;
    ++services_.possibly_billed;
  }
  return delay;
}

}  // namespace judge
