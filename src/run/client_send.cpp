// How a call is sent: a permit, a key's place in time, an attempt, and what its error leads to.
#include <fmt/format.h>

#include <algorithm>

#include "base/sleep.hpp"
#include "base/text.hpp"
#include "run/client.hpp"

namespace judge {
namespace {

/// Without a tokenizer: English is near 4 characters a token; code and other scripts have more
/// tokens.
constexpr double characters_a_token = 4;
constexpr double fewest_characters_a_token = 2.5;
constexpr double assumed_output_tokens = 256;
constexpr double tokens_a_million = 1e6;

std::optional<double> max_output(const ModelConfig& model) {
  for (const auto* key : {"max_completion_tokens", "max_tokens"})
    if (const auto found = model.params.find(key);
        found != model.params.end() && found->is_number())
      return found->get<double>();
  return std::nullopt;
}

std::string key_name(const ModelConfig& model, std::size_t key) {
  if (model.api_keys.empty()) return "without a key";
  return fmt::format("key {} of {} ({})", key + 1, model.api_keys.size(),
                     printable(model.api_keys[key].source));
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
  if (const auto most = max_output(model_)) output = std::min(output, *most);
  return static_cast<double>(body.size()) / characters_a_token + output;
}

double ModelClient::worst_cost(const std::string& body) const {
  const auto input = static_cast<double>(body.size()) / fewest_characters_a_token;
  const auto learned = 4 * output_tokens_.mean().value_or(assumed_output_tokens);
  const auto output = max_output(model_).value_or(learned);
  return (input * model_.price.input.value_or(0) + output * model_.price.output.value_or(0)) /
         tokens_a_million;
}

Async<ModelClient::Sent> ModelClient::send(std::string body) {
  auto& seams = services_.seams;
  Sending sending;
  const auto started = seams.clock.now();
  while (true) {
    auto attempted = co_await attempt(body, sending);
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
    const auto wake = seams.clock.now() + *delay;
    if (!co_await sleep_until(seams.loop, seams.clock, wake, seams.stop))
      co_return std::unexpected(std::variant<Failure, Stopped>(Stopped{}));
  }
}

/// One attempt, from waiting for a permit to giving it back. Stopped: nothing was sent, or it was
/// cut off.
Async<std::expected<ModelClient::Attempt, Stopped>> ModelClient::attempt(const std::string& body,
                                                                         Sending& sending) {
  auto permit = co_await permits_.acquire(services_.seams.stop);
  if (!permit) co_return std::unexpected(Stopped{});
  const auto tokens = estimate_tokens(body);
  const auto booking = co_await book(tokens);
  if (!booking) co_return std::unexpected(Stopped{});

  const auto worst = worst_cost(body);
  if (!services_.budget.reserve(worst)) {
    keys_.settle(*booking, 0);
    services_.stopper.stop(
        {Fault::budget,
         fmt::format("The budget is spent: {} of limits.usd = {}, and the next call may cost {}. "
                     "Raise limits.usd, then run the same command again.",
                     show_usd(services_.budget.spent()),
                     show_usd(services_.budget.limit().value_or(0)), show_usd(worst))});
    co_return std::unexpected(Stopped{});
  }
  ++sending.attempts;
  auto result = co_await exchange(*booking, body, tokens);
  const auto cost = result ? cost_usd(model_.price, result->first.usage) : 0;
  services_.budget.settle(worst, cost.value_or(worst));
  if (!result && result.error().code == "cancelled") co_return std::unexpected(Stopped{});
  if (!result) key_failed(booking->key, result.error());
  co_return std::move(result);
}

Async<std::expected<KeyPool::Booking, Stopped>> ModelClient::book(double tokens) {
  auto& seams = services_.seams;
  while (true) {
    const auto booking = keys_.book(tokens, seams.clock.now());
    if (!booking || seams.stop.at_least(StopLevel::drain)) co_return std::unexpected(Stopped{});
    if (booking->when > seams.clock.now() &&
        !co_await sleep_until(seams.loop, seams.clock, booking->when, seams.stop))
      co_return std::unexpected(Stopped{});
    if (keys_.holds(*booking, seams.clock.now())) co_return *booking;
    keys_.settle(*booking, 0);
  }
}

/// The attempt itself: from here until it returns it is in flight.
Async<ModelClient::Attempt> ModelClient::exchange(KeyPool::Booking booking, const std::string& body,
                                                  double tokens) {
  auto& seams = services_.seams;
  auto& effort = services_.effort;
  ++effort.attempts;
  effort.peak_in_flight = std::max<std::uint64_t>(effort.peak_in_flight, ++services_.in_flight);
  const auto sent_at = seams.clock.now();
  auto reply = co_await seams.transport.send({endpoints_[booking.key], body}, seams.stop);
  --services_.in_flight;
  if (!reply) co_return std::unexpected(classify(reply.error()));

  reply->body = services_.redactor.redact(std::move(reply->body));
  auto decoded = dialect_->decode(*reply, seams.clock.wall());
  if (!decoded) co_return std::unexpected(std::move(decoded.error()));
  last_success_ = seams.clock.now();
  if (decoded->usage) {
    output_tokens_.add(static_cast<double>(decoded->usage->output));
    keys_.settle(booking, static_cast<double>(decoded->usage->input + decoded->usage->output));
  } else {
    keys_.settle(booking, tokens);
  }
  const auto latency = std::chrono::duration_cast<milliseconds>(last_success_ - sent_at);
  StoredReply stored{
      .body = std::move(reply->body), .model = model_.model, .latency_ms = latency.count()};
  co_return std::pair(std::move(*decoded), std::move(stored));
}

void ModelClient::key_failed(std::size_t key, const CallError& error) {
  const auto& clock = services_.seams.clock;
  if (error.error_class == ErrorClass::rate_limit && error.retry_after &&
      *error.retry_after <= model_.retry.retry_after_cap)
    keys_.pause(key, clock.now() + *error.retry_after);
  if (error.error_class != ErrorClass::billing && error.error_class != ErrorClass::auth) return;
  if (!keys_.bury(key, error)) return;
  if (keys_.alive() == 0) {
    services_.stopper.stop(all_keys_dead(model_, error));
    return;
  }
  services_.seams.progress.notice(fmt::format(
      "model {}: {} {} ({}); going on with {} of {} keys", printable(model_.name),
      key_name(model_, key),
      error.error_class == ErrorClass::billing ? "is out of money or quota" : "is refused",
      printable(error.code), keys_.alive(), keys_.size()));
}

std::optional<milliseconds> ModelClient::after_error(Sending& sending, const CallError& error) {
  ++sending.history.consecutive;
  if (spends_attempt(error)) ++sending.history.spent;
  if (error.error_class == ErrorClass::rate_limit) ++services_.effort.rate_limited;
  const auto delay =
      next_delay(model_.retry, error, sending.history, services_.seams.clock.now(), random_);
  if (!delay) return std::nullopt;
  ++services_.effort.retries;
  if (error.possibly_billed) {
    sending.possibly_billed = true;
    ++services_.possibly_billed;
  }
  return delay;
}

}  // namespace judge
