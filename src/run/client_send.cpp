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
  const auto usd = input_tokens * model_.price.input.value_or(0) +
                   output_tokens * model_.price.output.value_or(0);
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

Async<ModelClient::Sent> ModelClient::send(std::string body, std::uint64_t rank) {
  auto& seams = services_.seams;
  Sending sending;
  const auto started = seams.clock.now();
  while (true) {
    auto attempted = co_await attempt(body, rank, sending);
    if (!attempted) co_return std::unexpected(std::move(attempted.error()));
    if (*attempted) {
      auto& stored = (*attempted)->second;
      stored.attempts = sending.attempts;
      stored.possibly_billed_before = sending.possibly_billed;
      co_return std::move(**attempted);
    }
    auto& error = attempted->error();
    sending.history.last_success = std::max(started, last_success_);
    const auto delay = after_error(sending, error);
    if (!delay) {
      error.possibly_billed = error.possibly_billed || sending.possibly_billed;
      co_return std::unexpected(NoAnswer(Failure{std::move(error), sending.attempts}));
    }
    if (*delay == 0ms) continue;
    const auto wake = seams.clock.now() + *delay;
    if (!co_await sleep_until(seams.loop, seams.clock, wake, seams.stop))
      co_return std::unexpected(NoAnswer(Stopped{}));
  }
}

/// One attempt, from waiting in line to its end. Stopped: nothing was sent, or it was cut off.
Async<std::expected<ModelClient::Attempt, NoAnswer>> ModelClient::attempt(const std::string& body,
                                                                          std::uint64_t rank,
                                                                          Sending& sending) {
  auto permitted = co_await permission(body, rank);
  if (!permitted) co_return std::unexpected(std::move(permitted.error()));
  auto& stop = services_.seams.stop;
  auto result = model_.hedge ? co_await hedged(std::move(*permitted), body, rank, sending)
                             : co_await exchange(std::move(*permitted), body, sending, stop);
  if (!result && result.error().code == "cancelled") co_return std::unexpected(NoAnswer(Stopped{}));
  co_return std::move(result);
}

Async<std::expected<ModelClient::Permission, NoAnswer>> ModelClient::permission(
    const std::string& body, std::uint64_t rank) {
  auto& budget = services_.budget;
  auto& stop = services_.seams.stop;
  while (true) {
    if (!alive()) co_return std::unexpected(NoAnswer(Dead{death_}));
    asked_ = true;
    auto slot = co_await line_.acquire(stop, rank, [this, &body] { return estimate_tokens(body); });
    if (!slot && slot.error() == Refused::closed) continue;  // dead, unless there are new keys now
    if (!slot) co_return std::unexpected(NoAnswer(Stopped{}));
    const auto worst = worst_spend(body);
    if (budget.reserve(worst)) co_return Permission{std::move(*slot), worst};
    if (!budget.can_give_back()) {
      services_.stopper.stop(budget_is_spent(budget, worst));
      co_return std::unexpected(NoAnswer(Stopped{}));
    }
    // What is in flight will cost less than its worst case: then there may be room.
    {
      const auto unused = std::move(*slot);
    }
    if (!co_await budget.wait(stop)) co_return std::unexpected(NoAnswer(Stopped{}));
  }
}

/// What is in flight: from here until it returns. Settles what was reserved.
Async<ModelClient::Attempt> ModelClient::exchange(Permission permission, const std::string& body,
                                                  Sending& sending, StopSignal& stop) {
  auto result = co_await converse(std::move(permission.slot), body, sending, stop);
  Spend spent;
  if (!result) {
    if (result.error().possibly_billed) spent = expected_spend(body);
  } else if (const auto& usage = result->first.usage) {
    spent = {cost_usd(model_.price, usage).value_or(permission.reserved.usd),
             static_cast<double>(usage->input + usage->output)};
  } else {
    spent = permission.reserved;
  }
  services_.budget.settle(permission.reserved, spent);
  co_return std::move(result);
}

Async<ModelClient::Attempt> ModelClient::converse(Slot slot, const std::string& body,
                                                  Sending& sending, StopSignal& stop) {
  auto& seams = services_.seams;
  auto& effort = services_.effort;
  ++sending.attempts;
  ++effort.attempts;
  hedging_.sent();
  effort.peak_in_flight = std::max<std::uint64_t>(effort.peak_in_flight, ++services_.in_flight);
  const auto sent_at = seams.clock.now();
  auto reply = co_await seams.transport.send({keys_[slot.key()].endpoint, body}, stop);
  --services_.in_flight;
  if (reply) co_return read(std::move(*reply), body, sent_at, std::move(slot), sending);
  auto error = classify(reply.error());
  fail_slot(std::move(slot), error, sending);
  co_return std::unexpected(std::move(error));
}

ModelClient::Attempt ModelClient::read(HttpReply reply, const std::string& body, Time sent_at,
                                       Slot slot, Sending& sending) {
  const auto& clock = services_.seams.clock;
  reply.body = services_.redactor.redact(std::move(reply.body));
  auto decoded = dialect_->decode(reply, clock.wall());
  if (!decoded) {
    fail_slot(std::move(slot), decoded.error(), sending);
    return std::unexpected(std::move(decoded.error()));
  }
  last_success_ = clock.now();
  hedging_.answered(last_success_ - sent_at);
  std::optional<double> tokens;
  if (decoded->usage) {
    tokens = static_cast<double>(decoded->usage->input + decoded->usage->output);
    output_tokens_.add(static_cast<double>(decoded->usage->output));
    input_tokens_a_byte_.add(static_cast<double>(decoded->usage->input) /
                             static_cast<double>(body.size()));
  }
  line_.succeeded(std::move(slot), tokens, rate_headers(reply));
  StoredReply stored;
  stored.body = std::move(reply.body);
  stored.model = model_.model;
  stored.latency_ms = std::chrono::duration_cast<milliseconds>(last_success_ - sent_at).count();
  return std::pair(std::move(*decoded), std::move(stored));
}

std::optional<milliseconds> ModelClient::after_error(Sending& sending, const CallError& error) {
  ++sending.history.consecutive;
  if (spends_attempt(error) && !sending.server_down) ++sending.history.spent;
  if (error.error_class == ErrorClass::rate_limit) ++services_.effort.rate_limited;
  if (error.error_class == ErrorClass::transient) formats_.stumbled();
  const auto now = services_.seams.clock.now();
  // While the server is down its lane waits and probes, not each sample for itself.
  const bool waits_in_line = std::exchange(sending.server_down, false) &&
                             now - sending.history.last_success < model_.retry.give_up_after;
  const auto delay = waits_in_line ? std::optional(milliseconds(0))
                                   : next_delay(model_.retry, error, sending.history, now, random_);
  if (!delay) return std::nullopt;
  ++services_.effort.retries;
  if (error.possibly_billed) {
    sending.possibly_billed = true;
    ++services_.possibly_billed;
  }
  return delay;
}

}  // namespace judge
