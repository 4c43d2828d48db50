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

std::string key_name(const ModelConfig& model, std::size_t key) {
  if (model.api_keys.empty()) return "without a key";
  return fmt::format("key {} of {} ({})", key + 1, model.api_keys.size(),
                     printable(model.api_keys[key].source));
}

Error budget_is_spent(const Budget& budget, double next_call) {
  return {Fault::budget,
          fmt::format("The budget is spent: {} of limits.usd = {}, and the next call may cost {}. "
                      "Raise limits.usd, then run the same command again.",
                      show_usd(budget.spent()), show_usd(budget.limit().value_or(0)),
                      show_usd(next_call))};
}

Error all_keys_dead(const ModelConfig& model, const CallError& error) {
  const bool billing = error.error_class == ErrorClass::billing;
  const auto* what = billing ? "is out of money or quota" : "is refused";
  const auto* remedy = billing ? "Add credit, or another key to api_keys"
                               : "Check the keys in api_keys and the base_url";
  return {billing ? Fault::billing : Fault::auth,
          fmt::format("model {}: every key {} ({}: {}). {}, then run the same command again.",
                      printable(model.name), what, printable(error.code), printable(error.message),
                      remedy)};
}

}  // namespace

double ModelClient::estimate_tokens(const std::string& body) const {
  auto output = output_tokens_.mean().value_or(assumed_output_tokens);
  if (const auto most = max_output_tokens(model_)) output = std::min(output, *most);
  const auto input_a_byte = input_tokens_a_byte_.mean().value_or(1 / characters_a_token);
  return static_cast<double>(body.size()) * input_a_byte + output;
}

double ModelClient::worst_cost(const std::string& body) const {
  const auto input = static_cast<double>(body.size()) / fewest_characters_a_token;
  const auto learned = 4 * output_tokens_.mean().value_or(assumed_output_tokens);
  const auto output = max_output_tokens(model_).value_or(learned);
  return (input * model_.price.input.value_or(0) + output * model_.price.output.value_or(0)) /
         tokens_a_million;
}

Async<ModelClient::Sent> ModelClient::send(std::string body, std::uint64_t rank) {
  auto& seams = services_.seams;
  Sending sending;
  const auto started = seams.clock.now();
  while (true) {
    auto attempted = co_await attempt(body, rank, sending);
    if (!attempted) co_return std::unexpected(std::variant<Failure, Stopped>(Stopped{}));
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
      co_return std::unexpected(
          std::variant<Failure, Stopped>(Failure{std::move(error), sending.attempts}));
    }
    if (*delay == 0ms) continue;
    const auto wake = seams.clock.now() + *delay;
    if (!co_await sleep_until(seams.loop, seams.clock, wake, seams.stop))
      co_return std::unexpected(std::variant<Failure, Stopped>(Stopped{}));
  }
}

/// One attempt, from waiting in line to its end. Stopped: nothing was sent, or it was cut off.
Async<std::expected<ModelClient::Attempt, Stopped>> ModelClient::attempt(const std::string& body,
                                                                         std::uint64_t rank,
                                                                         Sending& sending) {
  auto slot = co_await line_.acquire(services_.seams.stop, rank, estimate_tokens(body));
  if (!slot) co_return std::unexpected(Stopped{});

  const auto worst = worst_cost(body);
  if (!services_.budget.reserve(worst)) {
    services_.stopper.stop(budget_is_spent(services_.budget, worst));
    co_return std::unexpected(Stopped{});
  }
  ++sending.attempts;
  auto result = co_await exchange(std::move(*slot), body, sending);
  const auto cost = result ? cost_usd(model_.price, result->first.usage) : 0;
  services_.budget.settle(worst, cost.value_or(worst));
  if (!result && result.error().code == "cancelled") co_return std::unexpected(Stopped{});
  co_return std::move(result);
}

/// What is in flight: from here until it returns.
Async<ModelClient::Attempt> ModelClient::exchange(Slot slot, const std::string& body,
                                                  Sending& sending) {
  auto& seams = services_.seams;
  auto& effort = services_.effort;
  ++effort.attempts;
  effort.peak_in_flight = std::max<std::uint64_t>(effort.peak_in_flight, ++services_.in_flight);
  const auto sent_at = seams.clock.now();
  auto reply = co_await seams.transport.send({endpoints_[slot.key()], body}, seams.stop);
  --services_.in_flight;
  if (!reply) {
    auto error = classify(reply.error());
    fail_slot(std::move(slot), error, sending);
    co_return std::unexpected(std::move(error));
  }
  reply->body = services_.redactor.redact(std::move(reply->body));
  auto decoded = dialect_->decode(*reply, seams.clock.wall());
  if (!decoded) {
    fail_slot(std::move(slot), decoded.error(), sending);
    co_return std::unexpected(std::move(decoded.error()));
  }
  last_success_ = seams.clock.now();
  std::optional<double> tokens;
  if (decoded->usage) {
    tokens = static_cast<double>(decoded->usage->input + decoded->usage->output);
    output_tokens_.add(static_cast<double>(decoded->usage->output));
    input_tokens_a_byte_.add(static_cast<double>(decoded->usage->input) /
                             static_cast<double>(body.size()));
  }
  line_.succeeded(std::move(slot), tokens, rate_headers(*reply));
  StoredReply stored;
  stored.body = std::move(reply->body);
  stored.model = model_.model;
  stored.latency_ms = std::chrono::duration_cast<milliseconds>(last_success_ - sent_at).count();
  co_return std::pair(std::move(*decoded), std::move(stored));
}

/// Tells the line what the attempt taught about its key.
void ModelClient::fail_slot(Slot slot, const CallError& error, Sending& sending) {
  const auto key = slot.key();
  switch (error.error_class) {
    case ErrorClass::rate_limit:
      return line_.rate_limited(std::move(slot), error.retry_after);
    case ErrorClass::transient:
      if (error.code != "cancelled") sending.server_down = line_.faulted(std::move(slot));
      return;
    case ErrorClass::billing:
    case ErrorClass::auth:
      if (line_.bury(std::move(slot), error)) key_died(key, error);
      return;
    case ErrorClass::sample:
    case ErrorClass::config:
      return line_.answered(std::move(slot));
  }
}

void ModelClient::key_died(std::size_t key, const CallError& error) {
  if (line_.keys_alive() == 0) return services_.stopper.stop(all_keys_dead(model_, error));
  services_.seams.progress.notice(fmt::format(
      "model {}: {} {} ({}); going on with {} of {} keys", printable(model_.name),
      key_name(model_, key),
      error.error_class == ErrorClass::billing ? "is out of money or quota" : "is refused",
      printable(error.code), line_.keys_alive(), line_.keys()));
}

std::optional<milliseconds> ModelClient::after_error(Sending& sending, const CallError& error) {
  ++sending.history.consecutive;
  if (spends_attempt(error) && !sending.server_down) ++sending.history.spent;
  if (error.error_class == ErrorClass::rate_limit) ++services_.effort.rate_limited;
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
