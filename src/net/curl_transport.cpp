#include "net/curl_transport.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/asio_clock.hpp"
#include "net/curl_transfer.hpp"

namespace judge {
namespace {

constexpr std::size_t connections_a_multi = 300;

void initialise_curl() {
  [[maybe_unused]] static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
}

std::unexpected<TransportError> cancelled() {
  return std::unexpected(TransportError{TransportError::Kind::cancelled, "cancelled", false});
}

class CurlTransport final : public HttpTransport, private CurlHome {
 public:
  CurlTransport(Executor loop, std::size_t max_connections)
      : loop_(std::move(loop)), clock_(loop_), share_(make_curl_share()) {
    max_connections = std::max<std::size_t>(max_connections, 1);
    const auto count = (max_connections + connections_a_multi - 1) / connections_a_multi;
    for (std::size_t i = 0; i < count; ++i)
      multis_.push_back(
          std::make_unique<CurlMulti>(loop_, std::min(max_connections, connections_a_multi)));
  }

  /// Transfers still in flight end as cancelled; their coroutines may be resumed later.
  ~CurlTransport() override {
    for (auto* transfer : active_) transfer->abandon();
  }

  Async<TransportResult> send(const HttpRequest& request, StopSignal& stop) override {
    if (stop.at_least(StopLevel::abort)) co_return cancelled();
    auto endpoint = endpoints_.find(request.endpoint);
    if (!endpoint) co_return std::unexpected(std::move(endpoint.error()));
    const auto timeout = request.endpoint->attempt_timeout;

    CurlTransfer transfer(loop_, *this, least_loaded(), take_easy(), request, std::move(*endpoint));
    active_.insert(&transfer);
    transfer.start();
    const auto hook = stop.on(StopLevel::abort, [&transfer] {
      transfer.give_up(TransportError::Kind::cancelled, "cancelled");
    });
    // The loop's own timer: curl's does not run for a transfer that waits for another's handshake.
    const auto deadline = clock_.at(clock_.now() + timeout, [&transfer, timeout] {
      transfer.give_up(TransportError::Kind::timeout,
                       fmt::format("no complete reply within {} s", timeout.count() / 1000.0));
    });
    co_return co_await transfer.outcome();  // `this` may be gone now
  }

 private:
  void leave(CurlTransfer& transfer, std::unique_ptr<CurlEasy> easy) override {
    active_.erase(&transfer);
    idle_.push_back(std::move(easy));
  }

  /// Another handle is begun when all are full: a limit can be raised under a run.
  CurlMulti& least_loaded() {
    auto& least = **std::ranges::min_element(multis_, {}, load);
    if (least.load() < connections_a_multi) return least;
    return *multis_.emplace_back(std::make_unique<CurlMulti>(loop_, connections_a_multi));
  }
  static std::size_t load(const std::unique_ptr<CurlMulti>& multi) { return multi->load(); }

  std::unique_ptr<CurlEasy> take_easy() {
    if (idle_.empty()) return std::make_unique<CurlEasy>(share_.get());
    auto easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }

  Executor loop_;
  AsioClock clock_;
  CurlEndpoints endpoints_;
  // Destroyed from the last to the first: multi handles, easy handles, what they share.
  CurlShare share_;
  std::vector<std::unique_ptr<CurlEasy>> idle_;
  std::vector<std::unique_ptr<CurlMulti>> multis_;
  std::unordered_set<CurlTransfer*> active_;
};

}  // namespace

std::unique_ptr<HttpTransport> make_curl_transport(Executor loop, std::size_t max_connections) {
  initialise_curl();
  return std::make_unique<CurlTransport>(std::move(loop), max_connections);
}

}  // namespace judge
