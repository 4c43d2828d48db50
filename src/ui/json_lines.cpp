#include "ui/json_lines.hpp"

#include <nlohmann/json.hpp>

#include "base/screen.hpp"

namespace judge {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;
constexpr auto interval = 1000ms;
constexpr auto patience_at_end = 1000ms;

std::string line(const Json& object) {
  return printable_json(object.dump(-1, ' ', false, Json::error_handler_t::replace)) + "\n";
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json event(const char* name, const Snapshot& now) {
  return {{"event", name},
          {"stage", now.stage},
          {"elapsed_ms", now.elapsed.count()},
          {"total", now.total > 0 ? Json(now.total) : Json(nullptr)},
          {"done", now.done},
          {"resumed", now.resumed},
          {"scored", now.scored},
          {"unscored", now.unscored},
          {"failed", now.failed},
          {"in_flight", now.in_flight},
          {"limit", now.limit},
          {"retries", now.retries},
          {"rate_limited", now.rate_limited},
          {"reused", now.reused},
          {"mean", or_null(now.mean)},
          {"input_tokens", now.input_tokens},
          {"cached_input_tokens", or_null(now.cached_input_tokens)},
          {"output_tokens", now.output_tokens},
          {"cost_usd", or_null(now.cost_usd)},
          {"cost_partial", now.cost_partial}};
}

}  // namespace

void JsonProgress::update(const Snapshot& snapshot) {
  if (finished_ || (written_at_ && snapshot.elapsed - *written_at_ < interval)) return;
  written_at_ = snapshot.elapsed;
  outlet_.put(line(event("progress", snapshot)));
}

void JsonProgress::notice(std::string_view text) {
  outlet_.put(line({{"event", "notice"}, {"text", text}}));
}

void JsonProgress::resized(const Resized& change) {
  outlet_.put(line({{"event", "limit"},
                    {"model", change.model},
                    {"from", change.from},
                    {"to", change.to},
                    {"cause", change.cause}}));
}

void JsonProgress::finish(const Snapshot& snapshot) {
  if (finished_) return;
  finished_ = true;
  outlet_.drain(patience_at_end);
  outlet_.put(line(event("finished", snapshot)));
  outlet_.drain(patience_at_end);
}

}  // namespace judge
