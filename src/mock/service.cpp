#include "mock/service.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "mock/completion.hpp"

namespace judge::mock {
namespace {

constexpr std::uint64_t kNameSalt = 0x6e616d6573;
constexpr std::uint64_t kTasteSalt = 0x6d6f64656c;
constexpr std::uint64_t kStallSalt = 0x7374616c6c;
constexpr std::string_view kModels =
    R"({"object":"list","data":[{"id":"mock","object":"model","created":0,"owned_by":"judge"}]})";
constexpr std::string_view kHtml =
    "<!DOCTYPE html>\n<html><head><title>Just a moment</title></head>"
    "<body><h1>Checking your connection</h1></body></html>\n";

Turn answer(Reply reply) {
  return {.reply = std::move(reply)};
}

Turn refuse(const ApiError& error) {
  return answer(error_reply(error));
}

Turn uncounted(std::string body) {
  Turn turn = answer({.body = std::move(body)});
  turn.counted = false;
  return turn;
}

Turn wrong_method(std::string_view allowed) {
  Turn turn = refuse({.status = 405,
                      .message = fmt::format("Only {} is answered here.", allowed),
                      .code = "method_not_allowed"});
  turn.reply.headers = fmt::format("allow: {}\r\n", allowed);
  return turn;
}

bool holds_answer(FaultKind fault) {
  return fault == FaultKind::none || fault == FaultKind::refusal || fault == FaultKind::nousage ||
         fault == FaultKind::unreadable;
}

std::string_view bearer(std::string_view authorization) {
  if (!starts_with_ignoring_case(authorization, "bearer ")) return {};
  return trim(authorization.substr(7));
}

/// Two models on one server are two judges.
Manner manner_of(const Settings& settings, std::string_view model, std::uint64_t seed) {
  const std::uint64_t taste = random_bits(settings.seed ^ kTasteSalt, short_digest(sha256(model)));
  return {.temper = {.taste = taste, .occasion = seed, .position_bias = settings.position_bias},
          .unreadable = settings.unreadable};
}

}  // namespace

Service::Service(Settings settings, Time now)
    : settings_(std::move(settings)), limits_(settings_.rpm, settings_.tpm, settings_.burst, now) {
  if (settings_.prompt_cache) cache_.emplace(*settings_.prompt_cache);
}

Turn Service::handle(const HttpRequest& request, Time now, WallTime wall) {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const bool get = request.method == "GET";
  const bool post = request.method == "POST";
  if (path.ends_with("/chat/completions"))
    return post ? complete(request, {now, wall}) : wrong_method("POST");
  if (path == "/stats") return get ? uncounted(counters_.json()) : wrong_method("GET");
  if (path == "/stats/reset") {
    if (!post) return wrong_method("POST");
    counters_.reset();
    return uncounted("{\"reset\":true}\n");
  }
  if (path == "/v1/models" || path == "/models") {
    if (!get) return wrong_method("GET");
    return may_enter(request) ? answer({.body = std::string(kModels)})
                              : refuse(error_of_status(401));
  }
  return refuse({.status = 404,
                 .message = fmt::format("Nothing is at {}; POST to /v1/chat/completions.",
                                        printable(path, 100)),
                 .code = "unknown_url"});
}

Turn Service::complete(const HttpRequest& request, Moment moment) {
  const std::uint64_t number = arrived_++;
  if (!may_enter(request)) return refuse(error_of_status(401));
  const auto asked = read_request(request.body, settings_.strongest);
  if (!asked) return refuse(asked.error());
  const std::uint64_t body = short_digest(sha256(request.body));
  const std::uint64_t seed = random_bits(settings_.seed, body);
  const Manner manner = manner_of(settings_, asked->model, seed);
  Answer answer = make_answer(*asked, manner, false);

  const Admission admission = limits_.admit(static_cast<double>(answer.tokens()), moment.now);
  if (!admission.admitted()) return refuse_limit(admission);
  const FaultChoice fault = settings_.faults.draw(settings_.seed, admitted_);
  Turn turn = misfortune(fault, admitted_);
  turn.delay = settings_.latency.draw(settings_.seed, admitted_++);
  if (turn.reply.status != 200) return turn;

  if (fault.kind == FaultKind::unreadable) answer = make_answer(*asked, manner, true);
  if (cache_) {
    turn.prefixes = PromptCache::prefixes_of(asked->model, asked->prompt);
    answer.cached_tokens = cache_->cached_tokens(turn.prefixes, moment.now);
  }
  const auto created = std::chrono::duration_cast<seconds>(moment.wall.time_since_epoch()).count();
  turn.reply.headers = standard_headers(number);
  turn.reply.body = completion_body(*asked, answer, {seed, created}, fault.kind);
  if (fault.kind == FaultKind::garbage) turn.reply = garbage(std::move(turn.reply.body));
  if (turn.ending == Turn::Ending::answer && holds_answer(fault.kind)) turn.answered = body;
  return turn;
}

Turn Service::refuse_limit(const Admission& admission) {
  using Bound = Admission::Bound;
  counters_.rate_limited();
  const bool by_requests = admission.bound == Bound::requests;
  const std::string wait =
      admission.bound == Bound::too_large
          ? "The request is larger than the limit."
          : fmt::format("Please try again in {}.", go_duration(admission.retry_after));
  Turn turn = refuse({.status = 429,
                      .message = fmt::format("Rate limit reached on {} per minute. {}",
                                             by_requests ? "requests" : "tokens", wait),
                      .type = by_requests ? "requests" : "tokens",
                      .code = "rate_limit_exceeded"});
  if (admission.bound != Bound::too_large)
    turn.reply.headers = retry_headers(admission.retry_after);
  if (settings_.headers) turn.reply.headers += limits_.headers();
  return turn;
}

/// What a fault does beyond the body of a 200.
Turn Service::misfortune(FaultChoice fault, std::uint64_t number) {
  Turn turn;
  switch (fault.kind) {
    case FaultKind::status:
      if (fault.status == 429) counters_.rate_limited();
      return refuse(error_of_status(fault.status));
    case FaultKind::billing:
      return refuse({.status = 429,
                     .message = "You exceeded your current quota, please check your plan.",
                     .type = "insufficient_quota",
                     .code = "insufficient_quota"});
    case FaultKind::reset:
      turn.ending = Turn::Ending::reset;
      break;
    case FaultKind::stall:
      turn.ending = random_bits(settings_.seed ^ kStallSalt, number) % 2 == 0
                        ? Turn::Ending::stall
                        : Turn::Ending::freeze;
      break;
    default:
      break;
  }
  return turn;
}

Reply Service::garbage(std::string body) {
  if (garbage_++ % 2 == 0) return {.content_type = "text/html", .body = std::string(kHtml)};
  body.resize(body.size() / 2);
  return {.body = std::move(body)};
}

bool Service::may_enter(const HttpRequest& request) const {
  return settings_.api_key.empty() || bearer(request.authorization) == settings_.api_key ||
         request.api_key == settings_.api_key;
}

std::string Service::standard_headers(std::uint64_t number) const {
  std::string lines =
      fmt::format("x-request-id: req_{:016x}\r\n", random_bits(settings_.seed ^ kNameSalt, number));
  if (settings_.headers) lines += limits_.headers();
  return lines;
}

}  // namespace judge::mock
