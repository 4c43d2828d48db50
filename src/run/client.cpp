#include "run/client.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "run/prefix_marks.hpp"
#include "run/requests.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

Dispatcher::Listener listener(const std::string& model, Progress& progress) {
  return {.notice = [&progress](const std::string& text) { progress.notice(text); },
          .resized =
              [&model, &progress](std::size_t from, std::size_t to, std::string_view cause) {
                progress.resized({.model = model, .from = from, .to = to, .cause = cause});
              }};
}

// What is inlined into a coroutine leaves its temporaries in the frame, so what ends a call does
// not get inlined.
[[gnu::noinline]] AskResult stopped() {
  return std::unexpected(NoAnswer(Stopped{}));
}

bool refuses_format(const AskResult& result) {
  if (result) return false;
  const auto* failure = std::get_if<Failure>(&result.error());
  return failure && failure->error.rejects_format;
}

[[gnu::noinline]] AskResult failed(NoAnswer& why) {
  return std::unexpected(std::move(why));
}

[[gnu::noinline]] AskResult failed_before(const CallError& why) {
  return std::unexpected(NoAnswer(Failure{why, 0}));
}

/// The sample is not what it was when it was checked.
std::unexpected<NoAnswer> not_composed(const Error& why) {
  CallError error;
  error.error_class = ErrorClass::sample;
  error.code = "template";
  error.message = why.message;
  return std::unexpected(NoAnswer(Failure{std::move(error), 0}));
}

/// Calls `fn` at the end of a scope, however it is left.
template <class Fn>
class AtExit {
 public:
  explicit AtExit(Fn fn) : fn_(std::move(fn)) {}
  AtExit(const AtExit&) = delete;
  AtExit& operator=(const AtExit&) = delete;
  ~AtExit() { fn_(); }

 private:
  Fn fn_;
};

}  // namespace

ModelClient::ModelClient(const ModelConfig& model, Services& services)
    : model_(model),
      services_(services),
      dialect_(make_dialect(model)),
      line_(model, services.seams.clock, services.seams.loop,
            listener(model_.name, services.seams.progress)),
      hedging_(model.hedge),
      formats_(services.seams.loop, services.seams.clock, services.store, format_fact(model)),
      random_(short_digest(sha256(model.name))),
      last_success_(services.seams.clock.now()) {
  if (model.api_keys.empty()) add_key(nullptr);
  for (const auto& key : model.api_keys) add_key(&key);
  for (std::size_t lane = 0; lane < keys_.size(); ++lane) keys_used_.push_back(lane);
}

void ModelClient::warm_prefixes() {
  constexpr std::size_t overtaken_per_permit = 4;
  prefixes_ = std::make_unique<PrefixGate>(services_.seams.clock, services_.seams.loop,
                                           overtaken_per_permit * model_.max_connections.max);
}

Async<AskResult> ModelClient::ask(const RequestMaker& make, Options options) {
  return options.format ? ask_in(*options.format, make, options) : ask_in_best(make, options);
}

Async<AskResult> ModelClient::ask_in_best(const RequestMaker& make, Options options) {
  auto format = co_await formats_.format();
  if (!format) co_return stopped_by(format.error());
  const bool trying = formats_.learning();
  AtExit give_up([this, trying] {
    if (trying) formats_.inconclusive();
  });
  while (true) {
    auto result = co_await ask_in(*format, make, options);
    if (refuses_format(result)) {
      const bool news = trying && formats_.is_news(*format);
      if (const auto weaker = formats_.refused(*format)) {
        if (news) services_.seams.progress.notice(formats_.notice(model_.name, *weaker));
        format = *weaker;
        continue;
      }
    } else if (result && trying) {
      if (auto kept = co_await formats_.accepted(*format); !kept)
        services_.stopper.stop(kept.error());
    }
    co_return result;
  }
}

Async<AskResult> ModelClient::ask_in(ReplyFormat format, const RequestMaker& make,
                                     Options options) {
  auto call = compose(format, make, options);
  if (!call) co_return failed(call.error());
  co_await enter_flight(call->key);
  AtExit leave([this, &key = call->key] { leave_flight(key); });
  if (!options.afresh) {
    auto found = co_await look_up(call->key);
    if (!found) co_return stopped();
    if (*found) co_return std::move(**found);
  }
  if (const auto* why = given_up(call->key)) co_return failed_before(*why);
  std::optional<PrefixGate::Pass> pass;
  if (prefixes_) {
    auto entered = co_await prefixes_->enter(std::move(call->prefixes), services_.seams.stop);
    if (!entered) co_return stopped();
    call->rank = pass.emplace(std::move(*entered)).rank();
  }
  auto sent = co_await send(*call);
  if (!sent && respell(sent.error(), *call, format, make, options)) sent = co_await send(*call);
  if (!sent) co_return failed(sent.error());
  auto& [reply, stored] = *sent;
  AskResult answer = record(std::move(reply), stored, false);
  auto kept = co_await services_.store.put(call->key, std::move(stored), options.afresh);
  if (!kept) co_return stopped_by(kept.error());
  co_return answer;
}

AskResult ModelClient::stopped_by(const Error& why) {
  services_.stopper.stop(why);
  return stopped();
}

/// Apart from the coroutine, so that the request's parts do not stay in memory as long as it runs.
std::expected<ModelClient::Call, NoAnswer> ModelClient::compose(ReplyFormat format,
                                                                const RequestMaker& make,
                                                                const Options& options) const {
  const auto request = make(format);
  if (!request) return not_composed(request.error());
  auto body = dialect_->encode(model_, *request);
  const auto key = request_key(model_, body, options.epoch, options.vote);
  if (respelled_) body = dialect_->encode(*respelled_, *request);
  body.shrink_to_fit();
  Call call{.key = key, .request = {nullptr, std::move(body)}, .rank = options.rank};
  if (prefixes_) call.prefixes = prefix_marks(*request);
  return call;
}

/// Apart from the coroutine, as compose().
[[gnu::noinline]] bool ModelClient::respell(const NoAnswer& why, Call& call, ReplyFormat format,
                                            const RequestMaker& make, const Options& options) {
  if (!learn_spelling(why)) return false;
  auto again = compose(format, make, options);
  if (again) call.request.body = std::move(again->request.body);
  return again.has_value();
}

bool ModelClient::learn_spelling(const NoAnswer& why) {
  const auto* failure = std::get_if<Failure>(&why);
  if (!failure || !model_.params.contains(failure->error.unknown_param)) return false;
  if (respelled_) return true;
  const auto& unknown = failure->error.unknown_param;
  const auto* other = unknown == "max_tokens" ? "max_completion_tokens" : "max_tokens";
  if (model_.params.contains(other)) return false;
  respelled_ = model_;
  respelled_->params[other] = model_.params[unknown];
  respelled_->params.erase(unknown);
  services_.seams.progress.notice(fmt::format("model {}: the server does not know {}; sending {}",
                                              printable(model_.name), unknown, other));
  return true;
}

const CallError* ModelClient::given_up(const Digest& key) const {
  if (!services_.given_up) return nullptr;
  const auto found = services_.given_up->find(key);
  return found == services_.given_up->end() ? nullptr : &found->second;
}

Async<std::expected<std::unique_ptr<CallRecord>, Stopped>> ModelClient::look_up(Digest key) {
  auto stored = co_await services_.store.get(key);
  if (!stored) {
    services_.stopper.stop(stored.error());
    co_return std::unexpected(Stopped{});
  }
  if (!*stored) co_return nullptr;
  const HttpReply reply{.status = 200, .headers = {}, .body = (*stored)->body};
  auto decoded = dialect_->decode(reply, services_.seams.clock.wall());
  // Only what decoded was ever stored; if it no longer does, asking again is all that is left.
  if (!decoded) co_return nullptr;
  ++services_.effort.reused;
  co_return std::make_unique<CallRecord>(record(std::move(*decoded), **stored, true));
}

CallRecord ModelClient::record(ChatReply&& reply, const StoredReply& stored,
                               bool from_store) const {
  const auto cost = cost_usd(model_, reply.usage);
  return {.model = model_.name,
          .reply = std::move(reply),
          .cost_usd = cost,
          .attempts = stored.attempts,
          .latency_ms = stored.latency_ms,
          .stored = from_store};
}

Async<> ModelClient::enter_flight(const Digest& key) {
  while (flights_.contains(key)) {
    OneShot<bool> landed(services_.seams.loop);
    flights_[key].push_back(&landed);
    co_await landed.wait();
  }
  flights_[key];
}

void ModelClient::leave_flight(const Digest& key) {
  const auto flight = flights_.extract(key);
  for (auto* waiter : flight.mapped()) waiter->deliver(true);
}

}  // namespace judge
