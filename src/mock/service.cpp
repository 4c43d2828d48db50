#include "mock/service.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace judge::mock {
namespace {

using Cause = Refusal::Cause;

constexpr std::uint64_t kNameSalt = 0x6e616d6573;
constexpr std::uint64_t kTasteSalt = 0x6d6f64656c;
constexpr std::uint64_t kStallSalt = 0x7374616c6c;
constexpr std::array<std::string_view, 3> kFormats{"text", "json_object", "json_schema"};
constexpr std::string_view kModels =
    R"({"object":"list","data":[{"id":"mock","object":"model","created":0,"owned_by":"judge"}]})";
constexpr std::string_view kHtml =
    "<!DOCTYPE html>\n<html><head><title>Just a moment</title></head>"
    "<body><h1>Checking your connection</h1></body></html>\n";

Turn answer(Reply reply) {
  return {.reply = std::move(reply)};
}

Turn refuse(const Dialect& dialect, const Refusal& refusal, const Notice& notice = {}) {
  return answer(dialect.error(refusal, notice));
}

Turn uncounted(std::string body) {
  Turn turn = answer({.body = std::move(body)});
  turn.counted = false;
  return turn;
}

Turn wrong_method(std::string_view allowed, const Dialect& dialect = openai_chat()) {
  Turn turn = refuse(dialect, {.status = 405,
                               .message = fmt::format("Only {} is answered here.", allowed),
                               .cause = Cause::method});
  turn.reply.headers += fmt::format("allow: {}\r\n", allowed);
  return turn;
}

bool holds_answer(FaultKind fault) {
  return fault == FaultKind::none || fault == FaultKind::refusal || fault == FaultKind::nousage ||
         fault == FaultKind::unreadable;
}

/// Equal bodies to different models, where paths name these, are different requests.
std::uint64_t identity_of(const Route& route, std::string_view body) {
  if (route.model.empty()) return short_digest(sha256(body));
  return short_digest(Hasher().add(route.model).add(body).finish());
}

/// Two models on one server are two judges.
Manner manner_of(const Settings& settings, std::string_view model, std::uint64_t seed) {
  const std::uint64_t taste = random_bits(settings.seed ^ kTasteSalt, short_digest(sha256(model)));
  return {.temper = {.taste = taste, .occasion = seed, .position_bias = settings.position_bias},
          .unreadable = settings.unreadable};
}

}  // namespace

Service::Service(Settings settings, Time now)
    : settings_(std::move(settings)),
      limits_(settings_.rpm, settings_.tpm, settings_.burst, now),
      batches_(settings_.batches, settings_.seed, settings_.api_key,
               [this](std::string_view path, std::string_view body) {
                 return answer_in_batch(path, body);
               }) {
  if (settings_.prompt_cache) cache_.emplace(*settings_.prompt_cache);
}

Turn Service::handle(const HttpRequest& request, Time now, WallTime wall) {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const bool get = request.method == "GET";
  const bool post = request.method == "POST";
  if (const auto route = find_route(path))
    return post ? complete(*route, request, {now, wall}) : wrong_method("POST", *route->dialect);
  if (auto reply = batches_.handle(request, wall)) {
    Turn turn = answer(std::move(*reply));
    turn.counted = false;
    return turn;
  }
  if (path == "/stats") return get ? uncounted(counters_.json()) : wrong_method("GET");
  if (path == "/stats/reset") {
    if (!post) return wrong_method("POST");
    counters_.reset();
    return uncounted("{\"reset\":true}\n");
  }
  if (path == "/v1/models" || path == "/models") return get ? models(request) : wrong_method("GET");
  return refuse(openai_chat(),
                {.status = 404,
                 .message = fmt::format("Nothing is at {}; judge mock --help lists the paths.",
                                        printable(path, 100)),
                 .cause = Cause::no_path});
}

Turn Service::models(const HttpRequest& request) const {
  const auto entered = openai_chat().check_head(request, settings_.api_key);
  return entered ? answer({.body = std::string(kModels)}) : refuse(openai_chat(), entered.error());
}

Turn Service::complete(const Route& route, const HttpRequest& request, Moment moment) {
  const Dialect& dialect = *route.dialect;
  const Notice notice{.id = random_bits(settings_.seed ^ kNameSalt, arrived_++),
                      .limits = settings_.headers ? &limits_ : nullptr,
                      .wall = moment.wall};
  const auto asked = read(route, request);
  if (!asked) return refuse(dialect, asked.error(), notice);
  const std::uint64_t body = identity_of(route, request.body);
  const std::uint64_t seed = random_bits(settings_.seed, body);
  const Manner manner = manner_of(settings_, asked->model, seed);
  Answer answer = make_answer(*asked, manner, false);

  if (const auto admitted = admit(answer, moment.now); !admitted)
    return refuse(dialect, admitted.error(), notice);
  const FaultChoice fault = settings_.faults.draw(settings_.seed, admitted_);
  Turn turn = misfortune(dialect, fault, notice);
  turn.delay = settings_.latency.draw(settings_.seed, admitted_++);
  if (turn.reply.status != 200) return turn;

  if (fault.kind == FaultKind::unreadable) answer = make_answer(*asked, manner, true);
  look_up(turn, *asked, answer, moment.now);
  spoil(answer, fault.kind);
  const auto created = std::chrono::duration_cast<seconds>(moment.wall.time_since_epoch()).count();
  turn.reply.headers = dialect.headers(notice);
  turn.reply.body = dialect.body(*asked, answer, {seed, created});
  if (fault.kind == FaultKind::garbage) turn.reply = garbage(std::move(turn.reply.body));
  if (turn.ending == Turn::Ending::answer && holds_answer(fault.kind)) turn.answered = body;
  return turn;
}

Checked<CompletionRequest> Service::read(const Route& route, const HttpRequest& request) const {
  const Dialect& dialect = *route.dialect;
  if (auto entered = dialect.check_head(request, settings_.api_key); !entered)
    return std::unexpected(std::move(entered.error()));
  return read_body(route, request);
}

Checked<CompletionRequest> Service::read_body(const Route& route,
                                              const HttpRequest& request) const {
  const Dialect& dialect = *route.dialect;
  auto asked = dialect.read(request, route.model);
  if (asked && asked->format > settings_.strongest)
    return refuse(
        dialect.format_field(),
        fmt::format("'{}' of type '{}' is not supported with this model.", dialect.format_field(),
                    kFormats[static_cast<std::size_t>(asked->format)]),
        Cause::unsupported_parameter);
  return asked;
}

/// The opinion that it would have online, at once and without limits and faults.
Reply Service::answer_in_batch(std::string_view path, std::string_view body) const {
  const auto route = find_route(path);
  if (!route)
    return openai_chat().error(
        {.status = 404, .message = "No such endpoint.", .cause = Cause::no_path}, {});
  const auto asked = read_body(*route, {.method = "POST", .target = path, .body = body});
  if (!asked) return route->dialect->error(asked.error(), {});
  const std::uint64_t seed = random_bits(settings_.seed, identity_of(*route, body));
  const Answer answer = make_answer(*asked, manner_of(settings_, asked->model, seed), false);
  return {.body = route->dialect->body(*asked, answer, {seed, 0})};
}

Checked<> Service::admit(const Answer& answer, Time now) {
  using Bound = Admission::Bound;
  const Admission admission = limits_.admit(static_cast<double>(answer.tokens()), now);
  if (admission.admitted()) return {};
  counters_.rate_limited();
  const bool by_requests = admission.bound == Bound::requests;
  const std::string wait =
      admission.bound == Bound::too_large
          ? "The request is larger than the limit."
          : fmt::format("Please try again in {}.", go_duration(admission.retry_after));
  return std::unexpected(Refusal{.status = 429,
                                 .message = fmt::format("Rate limit reached on {} per minute. {}",
                                                        by_requests ? "requests" : "tokens", wait),
                                 .cause = by_requests ? Cause::requests : Cause::tokens,
                                 .retry_after = admission.retry_after});
}

/// What a fault does beyond the body of a 200.
Turn Service::misfortune(const Dialect& dialect, FaultChoice fault, const Notice& notice) {
  Turn turn;
  switch (fault.kind) {
    case FaultKind::status:
      if (fault.status == 429) counters_.rate_limited();
      return refuse(dialect, refusal_of_status(fault.status), notice);
    case FaultKind::billing:
      return refuse(dialect,
                    {.status = 429,
                     .message = "You exceeded your current quota, please check your plan.",
                     .cause = Cause::billing},
                    notice);
    case FaultKind::reset:
      turn.ending = Turn::Ending::reset;
      break;
    case FaultKind::stall:
      turn.ending = random_bits(settings_.seed ^ kStallSalt, admitted_) % 2 == 0
                        ? Turn::Ending::stall
                        : Turn::Ending::freeze;
      break;
    default:
      break;
  }
  return turn;
}

/// How much of the prompt is in the cache, and what is to be there once the answer is out.
void Service::look_up(Turn& turn, const CompletionRequest& asked, Answer& answer, Time now) {
  if (!cache_ || !asked.cacheable) return;
  turn.prefixes = PromptCache::prefixes_of(asked.model, asked.prompt);
  answer.cached_tokens = cache_->cached_tokens(turn.prefixes, now);
  answer.written_tokens = PromptCache::tokens_in(turn.prefixes) - answer.cached_tokens;
}

Reply Service::garbage(std::string body) {
  if (garbage_++ % 2 == 0) return {.content_type = "text/html", .body = std::string(kHtml)};
  body.resize(body.size() / 2);
  return {.body = std::move(body)};
}

}  // namespace judge::mock
