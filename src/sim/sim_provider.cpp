#include "sim/sim_provider.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/json_text.hpp"
#include "base/sleep.hpp"
#include "sim/replies.hpp"

namespace judge {
namespace {

using TransportKind = TransportError::Kind;

std::string key_of(const HttpRequest& request) {
  for (const auto& [name, value] : request.endpoint->headers)
    if (name == "Authorization") return value.substr(value.find(' ') + 1);
  return "";
}

TransportResult broken(TransportKind kind, std::string message, bool request_sent) {
  return std::unexpected(TransportError{kind, std::move(message), request_sent});
}

TransportResult no_answer() {
  return broken(TransportKind::timeout, "no answer in time", true);
}

HttpReply format_refusal() {
  return {
      .status = 400,
      .headers = {},
      .body =
          R"({"error":{"message":"response_format is not supported","type":"invalid_request_error",)"
          R"("param":"response_format","code":null}})"};
}

}  // namespace

SimProvider::SimProvider(Executor loop, Clock& clock, SimBehaviour behaviour)
    : loop_(std::move(loop)),
      clock_(clock),
      behaviour_(std::move(behaviour)),
      random_(behaviour_.seed),
      cache_(behaviour_.prompt_cache.value_or(milliseconds(0))) {
  books_.started = clock_.now();
}

Async<TransportResult> SimProvider::send(const HttpRequest& request, StopSignal& stop) {
  const auto seen = open(request);
  auto reaction = react(request, seen);
  const Duration patience = request.endpoint->attempt_timeout;
  if (reaction.after > patience) reaction = {no_answer(), patience, reaction.counted};
  if (behaviour_.keeps_books) books_.arrivals[seen.arrival].counted = reaction.counted;
  const bool came =
      co_await sleep_until(loop_, clock_, clock_.now() + reaction.after, stop, StopLevel::abort);
  if (!came) reaction.result = broken(TransportKind::cancelled, "cancelled", true);
  close(seen, request.body, reaction.result);
  co_return std::move(reaction.result);
}

SimProvider::Key& SimProvider::key_named(const std::string& name) {
  const auto found = keys_.find(name);
  if (found != keys_.end()) return found->second;
  const auto index = static_cast<std::uint32_t>(books_.keys.size());
  books_.keys.push_back({.key = name});
  // Limits begin with the run, not with a key's first request: a change of them may lie between.
  return keys_
      .try_emplace(name, Key{index, SimKeyLimits(behaviour_.limits_of(name),
                                                 behaviour_.limit_changes, books_.started)})
      .first->second;
}

SimProvider::Request SimProvider::open(const HttpRequest& request) {
  Request seen{.key = key_of(request),
               .size = size_of(behaviour_, request.body),
               .fate = SimFate::draw(behaviour_, random_),
               .arrival = books_.arrivals.size(),
               .prefixes = {}};
  if (behaviour_.prompt_cache) {
    seen.prefixes = mock::PromptCache::prefixes_of("", request.body);
    seen.size.cached = cache_.cached_tokens(seen.prefixes, clock_.now());
  }
  const auto& key = key_named(seen.key);
  auto& book = books_.keys[key.index];
  ++books_.requests;
  ++book.requests;
  books_.peak_in_flight = std::max(books_.peak_in_flight, ++books_.in_flight);
  book.peak_in_flight = std::max(book.peak_in_flight, ++book.in_flight);
  if (!behaviour_.keeps_books) return seen;
  const auto fresh = static_cast<std::uint32_t>(samples_.size());
  const auto sample = samples_.try_emplace(short_digest(sha256(request.body)), fresh).first->second;
  books_.arrivals.push_back(
      {.at = clock_.now(), .key = key.index, .sample = sample, .tokens = seen.size.total()});
  return seen;
}

void SimProvider::close(const Request& seen, const std::string& body,
                        const TransportResult& result) {
  auto& book = books_.keys[key_named(seen.key).index];
  --books_.in_flight;
  --book.in_flight;
  const bool answered = result && is_completion(*result);
  if (answered) {
    ++books_.answered;
    ++book.answered;
    if (behaviour_.prompt_cache) cache_.keep(seen.prefixes, clock_.now());
  }
  if (!behaviour_.keeps_books) return;
  if (answered) ++books_.answers[body];
  auto& arrival = books_.arrivals[seen.arrival];
  arrival.ended = clock_.now();
  arrival.status = result ? result->status : 0;
}

SimProvider::Reaction SimProvider::react(const HttpRequest& request, const Request& seen) {
  auto& key = key_named(seen.key);
  const auto latency = latency_of(behaviour_, seen.key, seen.size, seen.fate);
  const auto refusal_latency =
      behaviour_.refusal_latency ? Duration(*behaviour_.refusal_latency) : latency;
  if (const auto* outage = outage_at(behaviour_, clock_.now() - books_.started))
    return in_outage(*outage, key, refusal_latency);
  if (seen.fate.stalled) return {no_answer(), request.endpoint->attempt_timeout};
  if (seen.fate.lost) return {broken(TransportKind::reset, "connection reset", true), latency};

  bool counted = false;
  auto reply = decide(request, seen, key, counted);
  add_limit_headers(reply, behaviour_.limit_headers, key.limits, clock_.now());
  const bool refused = reply.status == 429;
  return {std::move(reply), refused ? refusal_latency : latency, counted};
}

SimProvider::Reaction SimProvider::in_outage(const Outage& outage, const Key& key,
                                             Duration latency) {
  switch (outage.kind) {
    case Outage::Kind::refused:
      return {broken(TransportKind::refused, "connection refused", false), milliseconds(1)};
    case Outage::Kind::rate_limited:
      return {rate_limited(key, books_.started + outage.to - clock_.now(), false), latency};
    case Outage::Kind::unavailable:
      break;
  }
  return {sim_error(503, "server_error", "overloaded"), latency};
}

HttpReply SimProvider::rate_limited(const Key& key, Duration wait, bool tokens) {
  ++books_.rate_limited;
  ++books_.keys[key.index].rate_limited;
  auto reply = sim_error(429, tokens ? "tokens" : "requests", "rate_limit_exceeded");
  // A limit of nothing does not say when it will be more.
  if (behaviour_.tells_retry_after && wait < std::chrono::hours(24))
    reply.headers.push_back(retry_after_header(wait, behaviour_.retry_after_in_seconds));
  return reply;
}

bool SimProvider::is_broke(const Request& seen, const Key& key) const {
  const auto after = behaviour_.dies_after.find(seen.key);
  if (after != behaviour_.dies_after.end() && key.granted >= after->second) return true;
  const auto at = behaviour_.dies_at.find(seen.key);
  return at != behaviour_.dies_at.end() && clock_.now() >= books_.started + at->second;
}

HttpReply SimProvider::decide(const HttpRequest& request, const Request& seen, Key& key,
                              bool& counted) {
  const auto now = clock_.now();
  const auto tokens = seen.size.total();
  if (behaviour_.unknown_keys.contains(seen.key))
    return sim_error(401, "invalid_request_error", "invalid_api_key");
  if (is_broke(seen, key)) return sim_error(429, "insufficient_quota", "insufficient_quota");
  if (const auto free = key.limits.when(tokens, now); free > now)
    return rate_limited(key, free - now, key.limits.bound_by_tokens(tokens, now));
  key.limits.take(tokens, now);
  counted = true;
  const bool schema = request.body.find("\"json_schema\"") != std::string::npos;
  if (schema && !behaviour_.takes_json_schema) {
    ++books_.format_refused;
    return format_refusal();
  }
  if (draw_by_body(request.body, 1, behaviour_.too_long))
    return sim_error(400, "invalid_request_error", "context_length_exceeded");
  if (draw_by_body(request.body, 6, behaviour_.filtered))
    return sim_error(400, "invalid_request_error", "content_filter");
  if (seen.fate.error_500) return sim_error(500, "server_error", "internal");
  if (seen.fate.garbage)
    return {.status = 200, .headers = {{"content-type", "text/html"}}, .body = "<html>oops</html>"};
  return answer(request.body, seen, key);
}

HttpReply SimProvider::answer(const std::string& body, const Request& seen, Key& key) {
  ++key.granted;
  if (draw_by_body(body, 7, behaviour_.declined)) return sim_declined(seen.size);
  if (draw_by_body(body, 2, behaviour_.unreadable))
    return sim_completion("I would rather not say.", seen.size);
  if (behaviour_.says) {
    std::string text;
    append_json_string(text, behaviour_.says(body));
    return sim_completion(std::string_view(text).substr(1, text.size() - 2), seen.size);
  }
  return sim_completion(
      fmt::format(R"({{\"explanation\":\"simulated\",\"score\":{}}})", 1 + bits_of(body, 3) % 10),
      seen.size);
}

}  // namespace judge
