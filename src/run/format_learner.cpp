#include "run/format_learner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

constexpr auto refused_by_then = std::chrono::milliseconds(200);

}  // namespace

FormatLearner::FormatLearner(Executor loop, Clock& clock, ResponseStore& store, std::string fact)
    : loop_(std::move(loop)), clock_(clock), store_(store), fact_(std::move(fact)) {}

Async<Result<>> FormatLearner::recall() {
  recalled_ = true;
  auto value = co_await store_.recall(fact_);
  if (!value) co_return std::unexpected(value.error());
  if (*value) known_ = format_named(**value);
  co_return Result<>{};
}

Async<Result<ReplyFormat>> FormatLearner::format() {
  while (!known_) {
    if (stumbled_ && recalled_) co_return strongest_;
    if (!trying_) {
      trying_ = true;
      if (recalled_) {
        patience_ = clock_.at(clock_.now() + refused_by_then, [this] { stumbled(); });
        co_return strongest_;
      }
      auto recalled = co_await recall();
      inconclusive();
      if (!recalled) co_return std::unexpected(recalled.error());
      continue;
    }
    OneShot<bool> turn(loop_);
    waiting_.push_back(&turn);
    co_await turn.wait();
  }
  co_return *known_;
}

Async<Result<>> FormatLearner::accepted(ReplyFormat format) {
  if (known_) co_return Result<>{};
  known_ = format;
  patience_.reset();
  wake();
  co_return co_await store_.remember(fact_, std::string(name(format)));
}

std::optional<ReplyFormat> FormatLearner::refused(ReplyFormat format) {
  if (format == ReplyFormat::text) return std::nullopt;
  const auto weaker = static_cast<ReplyFormat>(static_cast<int>(format) + 1);
  known_.reset();  // what was learned earlier may be of a server that has been replaced since
  strongest_ = std::max(strongest_, weaker);
  return weaker;
}

std::string FormatLearner::notice(const std::string& model, ReplyFormat instead) {
  return fmt::format("model {}: the server refuses response_format; asking {} instead",
                     printable(model),
                     instead == ReplyFormat::json_object ? "for a JSON object" : "in words");
}

void FormatLearner::stumbled() {
  stumbled_ = true;
  if (!known_) wake();
}

void FormatLearner::inconclusive() {
  trying_ = false;
  wake();
}

void FormatLearner::wake() {
  for (auto* turn : std::exchange(waiting_, {})) turn->deliver(true);
}

}  // namespace judge
