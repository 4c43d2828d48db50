#include "net/curl_transfer.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/curl_errors.hpp"

namespace judge {
namespace {

using Kind = TransportError::Kind;

constexpr std::size_t max_header_bytes = std::size_t{256} << 10;
constexpr int max_redirects = 5;

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
  hook_ = stop.on(StopLevel::abort, [this] { give_up(Kind::cancelled, "cancelled"); });
  // The loop's own timer: curl's does not run for a transfer that waits for another's handshake.
  deadline_ = clock.at(clock.now() + request_.endpoint->attempt_timeout, [this] {
    give_up(Kind::timeout, fmt::format("no complete reply within {} s",
                                       request_.endpoint->attempt_timeout.count() / 1000.0));
  });
}

void CurlTransfer::start(CurlMulti& multi) {
  if (outcome_.delivered()) return;
  multi_ = &multi;
  easy_->prepare(*request_.endpoint, endpoint_, request_.body, *this);
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
  if (too_large_)
    return fail({Kind::too_large, endpoint_->origin.show() + ": " + too_large_, true});
  if (code != CURLE_OK)
    return fail(transport_error(code, easy_->detail(), endpoint_->origin.show(), request_sent()));
  reply_.status = static_cast<int>(easy_->status());
  if (is_redirect()) return redirect();
  outcome_.deliver(std::move(reply_));
}

bool CurlTransfer::on_header(std::string_view line) noexcept {
  header_bytes_ += line.size();
  if (header_bytes_ > max_header_bytes) {
    too_large_ = "the reply's headers are over 256 KiB";
    return false;
  }
  if (line.starts_with("HTTP/")) {  // an interim response's headers are not the final one's
    reply_.headers.clear();
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
  return true;
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
  easy_->set_url(url);
  multi_->add(easy_->get(), *this);
  in_multi_ = true;
}

void CurlTransfer::fail_redirect(const std::string& why) {
  // Who redirects does no work, so there is none to be billed.
  fail({Kind::redirect, fmt::format("{} {}", endpoint_->origin.show(), why), false});
}

}  // namespace judge
