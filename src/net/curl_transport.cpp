#include "net/curl_transport.hpp"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "base/asio_clock.hpp"
#include "net/curl_transfer.hpp"

namespace judge {
namespace {

constexpr std::size_t connections_a_multi = 300;
// Each holds 20 KB while it lasts, and the processor is done with all no sooner when they begin
// together.
constexpr std::size_t most_handshakes = 128;
// Replies are some kilobytes. Many connections have a small buffer each, and read more often.
constexpr long receive_buffer = 4 << 10;
constexpr long small_receive_buffer = 1 << 10;

void initialise_curl() {
  [[maybe_unused]] static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
}

/// Not inlined into the coroutine, where it would leave its temporaries in the frame.
[[gnu::noinline]] TransportResult cancelled() {
  return std::unexpected(TransportError{TransportError::Kind::cancelled, "cancelled", false});
}

class CurlTransport final : public HttpTransport, private CurlHome {
 public:
  CurlTransport(Executor loop, std::size_t max_connections)
      : loop_(std::move(loop)),
        clock_(loop_),
        receive_buffer_(max_connections > connections_a_multi ? small_receive_buffer
                                                              : receive_buffer),
        share_(make_curl_share()) {
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
    auto endpoint = endpoints_.find(request.endpoint);
    if (!endpoint) return at_once(std::unexpected(std::move(endpoint.error())));
    return carry(request, std::move(*endpoint), stop);
  }

 private:
  static Async<TransportResult> at_once(TransportResult result) { co_return result; }

  Async<TransportResult> carry(const HttpRequest& request, CurlEndpointPtr endpoint,
                               StopSignal& stop) {
    if (stop.at_least(StopLevel::abort)) co_return cancelled();
    CurlTransfer transfer(loop_, *this, take_easy(), request, std::move(endpoint));
    active_.insert(&transfer);
    transfer.watch(stop, clock_);
    begin(transfer);
    co_return co_await transfer.outcome();  // `this` may be gone now
  }

  void begin(CurlTransfer& transfer) {
    if (!transfer.secure()) return transfer.start(least_loaded());
    unconnected_.push_back(&transfer);
    start_handshakes();
  }

  void start_handshakes() {
    while (!unconnected_.empty() && connecting_.size() < most_handshakes) {
      auto* transfer = unconnected_.front();
      unconnected_.pop_front();
      connecting_.insert(transfer);
      transfer->start(least_loaded());
    }
  }

  void connected(CurlTransfer& transfer) noexcept override {
    connecting_.erase(&transfer);
    connected_.push_back(&transfer);
    if (connected_.size() > 1) return;  // posted already
    asio::post(loop_, [this, alive = std::weak_ptr(alive_)] {
      if (alive.expired()) return;
      for (auto* sent : std::exchange(connected_, {}))
        if (sent) sent->drop_send_buffer();
      start_handshakes();
    });
  }

  void leave(CurlTransfer& transfer, std::unique_ptr<CurlEasy> easy) override {
    active_.erase(&transfer);
    idle_.push_back(std::move(easy));
    if (!transfer.secure()) return;
    std::erase(unconnected_, &transfer);
    connecting_.erase(&transfer);
    std::ranges::replace(connected_, &transfer, nullptr);
    start_handshakes();
  }

  /// Another handle is begun when all are full: a limit can be raised under a run.
  CurlMulti& least_loaded() {
    auto& least = **std::ranges::min_element(multis_, {}, load);
    if (least.load() < connections_a_multi) return least;
    return *multis_.emplace_back(std::make_unique<CurlMulti>(loop_, connections_a_multi));
  }
  static std::size_t load(const std::unique_ptr<CurlMulti>& multi) { return multi->load(); }

  std::unique_ptr<CurlEasy> take_easy() {
    if (idle_.empty()) return std::make_unique<CurlEasy>(share_.get(), receive_buffer_);
    auto easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }

  Executor loop_;
  AsioClock clock_;
  long receive_buffer_;
  CurlEndpoints endpoints_;
  // Destroyed from the last to the first: multi handles, easy handles, what they share.
  CurlShare share_;
  std::vector<std::unique_ptr<CurlEasy>> idle_;
  std::vector<std::unique_ptr<CurlMulti>> multis_;
  std::unordered_set<CurlTransfer*> active_;
  std::deque<CurlTransfer*> unconnected_;         // over TLS, not started yet
  std::unordered_set<CurlTransfer*> connecting_;  // over TLS
  std::vector<CurlTransfer*> connected_;          // since the loop last came by; nullptr: over
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

std::unique_ptr<HttpTransport> make_curl_transport(Executor loop, std::size_t max_connections) {
  initialise_curl();
  return std::make_unique<CurlTransport>(std::move(loop), max_connections);
}

}  // namespace judge
