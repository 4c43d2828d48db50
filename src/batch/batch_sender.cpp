#include "batch/batch_sender.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/sleep.hpp"
#include "base/text.hpp"
#include "model/endpoint.hpp"

namespace judge {
namespace {

// A whole batch goes up and its answers come down in one call each.
constexpr milliseconds slowest_transfer = 30min;
constexpr std::size_t largest_output = std::size_t{4} << 30;

bool is_of_the_key(const CallError& error) {
  return error.error_class == ErrorClass::billing || error.error_class == ErrorClass::auth;
}

Fault fault_of(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::billing:
      return Fault::billing;
    case ErrorClass::auth:
      return Fault::auth;
    case ErrorClass::config:
    case ErrorClass::sample:
      return Fault::config;
    case ErrorClass::rate_limit:
    case ErrorClass::transient:
      break;
  }
  return Fault::too_many_failures;
}

}  // namespace

BatchSender::BatchSender(const ModelConfig& model, const Dialect& dialect, Seams& seams,
                         const Redactor& redactor)
    : model_(model),
      dialect_(dialect),
      seams_(seams),
      redactor_(redactor),
      random_(short_digest(sha256(model.name))) {}

Async<BatchSender::Answer> BatchSender::once(const BatchCall& call, std::size_t key) {
  auto endpoint = std::make_shared<Endpoint>(
      endpoint_of(dialect_, model_, model_.api_keys.empty() ? nullptr : &model_.api_keys[key]));
  endpoint->url = call.url;
  endpoint->get = call.get;
  std::erase_if(endpoint->headers,
                [](const Header& header) { return lower(header.first) == "content-type"; });
  if (!call.get) endpoint->headers.emplace_back("Content-Type", call.content_type);
  endpoint->attempt_timeout = std::max(endpoint->attempt_timeout, slowest_transfer);
  endpoint->max_response = largest_output;
  const HttpRequest request{.endpoint = std::move(endpoint), .body = call.body};
  auto reply = co_await seams_.transport.send(request, seams_.stop);
  if (!reply) co_return std::unexpected(classify(reply.error()));
  reply->body = redactor_.redact(std::move(reply->body));
  if (reply->status >= 200 && reply->status <= 299) co_return std::move(reply->body);
  auto decoded = dialect_.decode(*reply, seams_.clock.wall());
  co_return std::unexpected(std::move(decoded.error()));
}

Async<Result<std::string>> BatchSender::send(BatchCall call, std::size_t& key) {
  CallHistory history{.last_success = seams_.clock.now()};
  std::size_t refused = 0;
  while (true) {
    auto answer = co_await once(call, key);
    if (answer) co_return std::move(*answer);
    auto& error = answer.error();
    if (is_of_the_key(error) && ++refused < keys()) {
      key = (key + 1) % keys();
      continue;
    }
    if (auto waited = co_await wait_after(std::move(error), history); !waited)
      co_return std::unexpected(waited.error());
  }
}

Async<Result<>> BatchSender::wait_after(CallError error, CallHistory& history) {
  if (error.code == "cancelled") co_return fail(Fault::cancelled, "Stopped.");
  ++history.consecutive;
  if (spends_attempt(error)) ++history.spent;
  auto delay = next_delay(model_.retry, error, history, seams_.clock.now(), random_);
  if (!delay || is_of_the_key(error)) co_return std::unexpected(given_up(error));
  // No lane waits here: the call does, as long as it was told to.
  if (error.error_class == ErrorClass::rate_limit)
    *delay = error.retry_after.value_or(model_.retry.cap);
  if (!co_await sleep_until(seams_.loop, seams_.clock, seams_.clock.now() + *delay, seams_.stop))
    co_return fail(Fault::cancelled, "Stopped.");
  co_return Result<>();
}

Error BatchSender::given_up(const CallError& error) const {
  return {fault_of(error.error_class),
          fmt::format("models.{}: its batches cannot be used: {} ({}). What is handed over goes on "
                      "at the provider; run the same command again, or set mode = \"online\".",
                      printable(model_.name), printable(error.message, 300),
                      printable(error.code, 60))};
}

std::string BatchSender::key_source(std::size_t key) const {
  return model_.api_keys.empty() ? "" : model_.api_keys[key].source;
}

std::size_t BatchSender::key_of(const std::string& source) const {
  const auto found = std::ranges::find(model_.api_keys, source, &ApiKey::source);
  return found == model_.api_keys.end() ? 0
                                        : static_cast<std::size_t>(found - model_.api_keys.begin());
}

}  // namespace judge
