#include "run/format_learner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 3> names{"json_schema", "json_object", "text"};

std::string text_of(ReplyFormat format) {
  return std::string(names[static_cast<std::size_t>(format)]);
}

std::optional<ReplyFormat> format_of(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == text) return static_cast<ReplyFormat>(i);
  return std::nullopt;
}

}  // namespace

FormatLearner::FormatLearner(Executor loop, ResponseStore& store, std::string fact)
    : loop_(std::move(loop)), store_(store), fact_(std::move(fact)) {}

Async<Result<>> FormatLearner::recall() {
  recalled_ = true;
  auto value = co_await store_.recall(fact_);
  if (!value) co_return std::unexpected(value.error());
  if (*value) known_ = format_of(**value);
  co_return Result<>{};
}

Async<Result<ReplyFormat>> FormatLearner::format() {
  while (!known_) {
    if (!trying_) {
      trying_ = true;
      if (recalled_) co_return strongest_;
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
  wake();
  co_return co_await store_.remember(fact_, text_of(format));
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

void FormatLearner::inconclusive() {
  trying_ = false;
  wake();
}

void FormatLearner::wake() {
  for (auto* turn : std::exchange(waiting_, {})) turn->deliver(true);
}

}  // namespace judge
