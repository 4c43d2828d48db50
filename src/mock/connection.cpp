#include "mock/connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "base/text.hpp"

namespace judge::mock {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::uint64_t kLargestBody = 256u << 20;  // a batch
constexpr std::uint32_t kLargestHead = 64u << 10;
constexpr Token kToken{};

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

Refusal describe(error_code malformed) {
  if (malformed == http::error::body_limit)
    return {.status = 413, .message = "The body is larger than 256 MiB."};
  if (malformed == http::error::header_limit)
    return {.status = 431, .message = "The header is larger than 64 KiB."};
  return {.status = 400, .message = "This is not HTTP: " + malformed.message() + "."};
}

/// From the request's last byte to the answer's.
class InFlight {
 public:
  explicit InFlight(Counters& counters) : counters_(counters) { counters_.begin(); }
  ~InFlight() { counters_.end(); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  Counters& counters_;
};

}  // namespace

Connection::Connection(Socket socket, Shared& shared)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), shared_(shared) {
  error_code ignored;  // a client that has left already shows when it is read from
  socket_.set_option(Tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  shared_.service.counters().connected();
}

Connection::~Connection() {
  shared_.service.counters().disconnected();
}

Task<> Connection::serve(std::shared_ptr<Connection> self) {
  while (co_await self->read() && co_await self->respond()) {
  }
}

void Connection::close() {
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
}

Task<bool> Connection::read() {
  continued_ = false;
  bool whole = !pending_.empty() && feed({});
  while (!whole) {
    if (wants_continue() && !co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;
    if (auto [error] = co_await socket_.async_wait(Socket::wait_read, kToken); error)
      co_return false;
    error_code error;
    const auto size = socket_.read_some(asio::buffer(shared_.in), error);
    if (error == asio::error::would_block) continue;
    if (error) co_return false;
    whole = feed({shared_.in.data(), size});
  }
  co_return true;
}

/// True when the request is complete, or malformed beyond repair.
bool Connection::feed(std::string_view fresh) {
  std::string joined;
  if (!pending_.empty()) {
    joined.swap(pending_);
    fresh = joined += fresh;
  }
  if (!parser_) {
    parser_ = std::make_unique<Parser>();
    parser_->eager(true);
    parser_->body_limit(kLargestBody);
    parser_->header_limit(kLargestHead);
  }
  while (!fresh.empty() && !parser_->is_done()) {
    const auto taken = parser_->put(asio::buffer(fresh), malformed_);
    fresh.remove_prefix(taken);
    if (malformed_ != http::error::need_more) {
      if (malformed_) return true;
      continue;
    }
    malformed_ = {};
    break;
  }
  pending_ = fresh;
  return parser_->is_done();
}

bool Connection::wants_continue() {
  if (continued_ || !parser_ || !parser_->is_header_done()) return false;
  continued_ = true;
  return lower(view(parser_->get()[http::field::expect])) == "100-continue";
}

Task<bool> Connection::respond() {
  auto parser = std::move(parser_);
  if (malformed_) {
    shared_.out.clear();
    write_reply(shared_.out, openai_chat().error(describe(malformed_), {}), false);
    co_await write(shared_.out);
    co_return false;
  }
  const auto& message = parser->get();
  const bool keep_alive = message.keep_alive();
  Turn turn =
      shared_.service.handle({.method = view(message.method_string()),
                              .target = view(message.target()),
                              .headers = [&](std::string_view name) { return view(message[name]); },
                              .body = message.body()},
                             std::chrono::steady_clock::now(), std::chrono::system_clock::now());
  parser.reset();  // the body, while a long pause may follow
  co_return co_await finish(std::move(turn), keep_alive);
}

Task<bool> Connection::finish(Turn turn, bool keep_alive) {
  Counters& counters = shared_.service.counters();
  std::optional<InFlight> in_flight;
  if (turn.counted) in_flight.emplace(counters);
  if (turn.delay > Duration::zero() && !co_await pause(turn.delay)) co_return false;
  if (turn.ending == Turn::Ending::reset) {
    counters.reset_connection();
    reset();
    co_return false;
  }
  shared_.out.clear();
  write_reply(shared_.out, turn.reply, keep_alive);
  if (turn.ending != Turn::Ending::answer) {
    counters.stalled();
    const auto half = turn.ending == Turn::Ending::freeze ? shared_.out.size() / 2 : 0;
    if (half == 0 || co_await write(std::string_view(shared_.out).substr(0, half)))
      co_await wait_for_leaving();
    co_return false;
  }
  shared_.service.finished(turn, std::chrono::steady_clock::now());
  if (!co_await write(shared_.out)) co_return false;
  if (turn.counted) counters.sent(turn.reply.status);
  if (turn.answered) counters.answered(*turn.answered);
  co_return keep_alive;
}

/// At once where the kernel takes it all, as it nearly always does; only then may `bytes` be
/// shared.
Task<bool> Connection::write(std::string_view bytes) {
  error_code error;
  const auto sent = socket_.write_some(asio::buffer(bytes), error);
  if (error && error != asio::error::would_block) co_return false;
  if (sent == bytes.size()) co_return true;
  const std::string rest(bytes.substr(sent));
  const auto [failed, size] = co_await asio::async_write(socket_, asio::buffer(rest), kToken);
  co_return !failed;
}

/// False where the client left, or the server stops, before the time was up.
Task<bool> Connection::pause(Duration delay) {
  if (!socket_.is_open()) co_return false;
  timer_.expires_after(delay);
  watch();
  const auto [error] = co_await timer_.async_wait(kToken);
  error_code ignored;
  if (!gone_ && socket_.is_open()) socket_.cancel(ignored);
  co_return !error && !gone_ && socket_.is_open();
}

/// Ends the pause when the client closes the connection (or its sending half, which is taken for
/// the same), so that a killed client's requests are not in flight any longer. A client that
/// pipelines is not watched further: the loop would spin on what it has sent.
void Connection::watch() {
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    if (error || !self->socket_.is_open()) return;
    char byte = 0;
    self->socket_.receive(asio::buffer(&byte, 1), Socket::message_peek, error);
    if (!error) return;
    if (error == asio::error::would_block) return self->watch();
    self->gone_ = true;
    self->timer_.cancel();
  });
}

Task<> Connection::wait_for_leaving() {
  while (true) {
    if (auto [error] = co_await socket_.async_wait(Socket::wait_read, kToken); error) co_return;
    error_code error;
    socket_.read_some(asio::buffer(shared_.in), error);
    if (error && error != asio::error::would_block) co_return;
  }
}

/// Closes with RST instead of FIN.
void Connection::reset() {
  error_code ignored;
  socket_.set_option(Socket::linger(true, 0), ignored);
  socket_.close(ignored);
}

}  // namespace judge::mock
