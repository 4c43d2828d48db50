#include "net/curl_transfer.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/curl_errors.hpp"

namespace judge {
namespace {

using Kind = TransportError::Kind;

constexpr std::size_t max_header_bytes = std::size_t{256} << 10;
constexpr std::size_t header_overhead = 128;  // what a line takes besides: curl keeps it too
constexpr int max_redirects = 5;
// A server that closes a kept connection just when the next request comes says so in a round trip.
constexpr auto closing_race = std::chrono::seconds(1);
constexpr auto patience_with_handshakes = std::chrono::seconds(1);

}  // namespace

CurlTransfer::CurlTransfer(const Executor& loop, CurlHome& home, std::unique_ptr<CurlEasy>&& easy,
                           const HttpRequest& request, CurlEndpointPtr&& endpoint)
    : home_(&home),
      easy_(std::move(easy)),
      request_(request),
      endpoint_(std::move(endpoint)),
      outcome_(loop) {}

CurlTransfer::~CurlTransfer() {
  leave_multi();
  if (home_) home_->leave(*this, std::move(easy_));
}

void CurlTransfer::watch(StopSignal& stop, Clock& clock) {
  clock_ = &clock;
  hook_ = stop.on(StopLevel::abort, [this] { give_up(Kind::cancelled, "cancelled"); });
  // The loop's own timer: curl's does not run for a transfer that waits for another's handshake.
  deadline_ =
      clock.at(clock.now() + request_.endpoint->attempt_timeout, [this] { run_out_of_time(); });
}

void CurlTransfer::run_out_of_time() {
  const auto timeout = request_.endpoint->attempt_timeout;
  if (in_multi_ && sends_ > 0) multi_->drop_if_silent(local_port_, clock_->now() - timeout / 2);
  give_up(Kind::timeout, fmt::format("no complete reply within {} s", timeout.count() / 1000.0));
}

void CurlTransfer::start(CurlMulti& multi) {
  if (outcome_.delivered()) return;
  multi_ = &multi;
  easy_->prepare(*request_.endpoint, endpoint_, request_.body, *this);
  enter_multi();
  if (secure())
    patience_ = clock_->at(clock_->now() + patience_with_handshakes, [this] { wait_no_longer(); });
}

/// What waits for another's handshake, to share its connection, makes one of its own where that one
/// stalls: else it would hold up hundreds until it times out, and the next one after it.
void CurlTransfer::wait_no_longer() {
  if (!in_multi_ || easy_->connecting()) return;
  leave_multi();
  easy_->wait_for_handshakes(false);
  enter_multi();
}

void CurlTransfer::enter_multi() {
  multi_->add(easy_->get(), *this);
  in_multi_ = true;
}

void CurlTransfer::leave_multi() {
  if (std::exchange(in_multi_, false)) multi_->remove(easy_->get());
}

void CurlTransfer::give_up(Kind kind, std::string_view why) {
  if (outcome_.delivered()) return;
  const bool sent = request_sent();
  leave_multi();
  fail({kind, fmt::format("{}: {}", endpoint_->origin.show(), why), sent});
}

void CurlTransfer::abandon() {
  give_up(Kind::cancelled, "the transport was closed");
  home_ = nullptr;
  multi_ = nullptr;
  easy_.reset();
}

void CurlTransfer::on_done(CURLcode code) {
  in_multi_ = false;
  if (too_large_) {
    // Who floods a stream does not heed its end; others on the connection would hear nothing more.
    multi_->drop(local_port_);
    return fail({Kind::too_large, endpoint_->origin.show() + ": " + too_large_, true});
  }
  if (given_up_)
    return fail({Kind::reset,
                 endpoint_->origin.show() + ": the connection broke before a word of the reply",
                 true});
  if (code != CURLE_OK)
    return fail(transport_error(code, easy_->detail(), endpoint_->origin.show(), request_sent()));
  reply_.status = static_cast<int>(easy_->status());
  if (is_redirect()) return redirect();
  outcome_.deliver(std::move(reply_));
}

/// Where a kept connection breaks before a word of the reply, curl sends the request again, up to
/// five times, and after a minute's work too, which is then paid for twice. It may do so once, in
/// the moment in which the server closes a connection that was idle; what more there is to try is
/// the caller's to decide and to count.
bool CurlTransfer::on_send(int local_port) noexcept {
  local_port_ = local_port;
  if (secure()) home_->connected(*this);
  patience_.reset();
  const auto now = clock_->now();
  if (sends_++ == 0) sent_at_ = now;
  given_up_ = sends_ > 2 || now - sent_at_ > closing_race;
  return !given_up_;
}

bool CurlTransfer::on_header(std::string_view line) noexcept {
  header_bytes_ += line.size() + header_overhead;
  if (header_bytes_ > max_header_bytes) {
    too_large_ = "the reply's headers are too many, or over 256 KiB";
    return false;
  }
  if (line.starts_with("HTTP/")) {
    tell_heard();
    reply_.headers.clear();  // an interim response's are not the final one's
    return true;
  }
  const auto colon = line.find(':');
  if (colon != line.npos)
    reply_.headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  return true;
}

bool CurlTransfer::on_body(std::string_view bytes) noexcept {
  if (bytes.size() > request_.endpoint->max_response - reply_.body.size()) {
    too_large_ = "the reply's body is over max_response";
    return false;
  }
  reply_.body += bytes;
  tell_heard();
  return true;
}

/// Only over TLS may others share the connection.
void CurlTransfer::tell_heard() {
  if (secure()) multi_->heard(local_port_);
}

bool CurlTransfer::is_redirect() const {
  const int status = reply_.status;
  const bool moved = (status >= 301 && status <= 303) || status == 307 || status == 308;
  return moved && reply_.header("location");
}

/// By hand: curl keeps Authorization from other hosts, but not api-key, x-api-key and the like.
void CurlTransfer::redirect() {
  const auto url = easy_->redirect_url();
  const auto target = origin_of(url);
  if (!target || *target != endpoint_->origin)
    return fail_redirect(fmt::format(
        "redirects to {}, where the key must not go; if that is right, make it the base_url",
        printable(target ? target->scheme + "://" + target->show() : url, 100)));
  if (reply_.status < 307)
    return fail_redirect(fmt::format(
        "answers {} with {}, which would turn the POST into a GET; is the base_url right?",
        reply_.status, printable(url, 100)));
  if (++redirects_ > max_redirects)
    return fail_redirect(fmt::format("redirects more than {} times", max_redirects));
  reply_ = {};
  header_bytes_ = 0;
  sends_ = 0;
  easy_->set_url(url);
  enter_multi();
}

void CurlTransfer::fail_redirect(const std::string& why) {
  // Who redirects does no work, so there is none to be billed.
  fail({Kind::redirect, fmt::format("{} {}", endpoint_->origin.show(), why), false});
}

}  // namespace judge
