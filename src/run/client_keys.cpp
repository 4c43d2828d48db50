// The keys of a model: what they are called, how they die, and how a running batch changes them.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/endpoint.hpp"
#include "run/client.hpp"

namespace judge {
namespace {

/// Enough to tell two keys of one account apart, and nothing of the key: 16 bits of a hash.
std::string mark(const Secret& key) {
  constexpr std::size_t last = 4;
  const std::string_view text = key.reveal();
  const auto tail = text.size() > last ? text.substr(text.size() - last) : text;
  return hex(sha256(tail)).substr(0, 4);
}

std::string show_limit(const std::optional<double>& limit) {
  return limit ? show_count(static_cast<std::uint64_t>(*limit)) : "not told";
}

std::string show_limit(const Concurrency& limit) {
  return limit.automatic ? fmt::format("auto to {}", limit.max) : fmt::to_string(limit.max);
}

template <class T>
void take(const char* name, T& ours, const T& next, std::vector<std::string>& changes) {
  if (ours == next) return;
  changes.push_back(fmt::format("{} {} → {}", name, show_limit(ours), show_limit(next)));
  ours = next;
}

}  // namespace

void ModelClient::add_key(const ApiKey* key) {
  auto endpoint = endpoint_of(*dialect_, model_, key);
  keys_.push_back(
      {.value = key ? std::optional(key->value) : std::nullopt,
       .endpoint = std::make_shared<const Endpoint>(std::move(endpoint)),
       .shown = key ? fmt::format("{}, #{}", printable(key->source), mark(key->value)) : ""});
}

std::string ModelClient::key_name(std::size_t key) const {
  if (!keys_[key].value) return "without a key";
  const auto place = std::ranges::find(keys_used_, key) - keys_used_.begin();
  return fmt::format("key {} of {} ({})", place + 1, keys_used_.size(), keys_[key].shown);
}

/// Tells the line what the attempt taught about its key.
void ModelClient::fail_slot(Slot slot, const CallError& error, Call& call) {
  const auto key = slot.key();
  switch (error.error_class) {
    case ErrorClass::rate_limit:
      return line_.rate_limited(std::move(slot), error.retry_after);
    case ErrorClass::transient:
      if (error.code == "cancelled") return line_.given_up(std::move(slot));
      call.server_down = line_.faulted(std::move(slot));
      return;
    case ErrorClass::billing:
    case ErrorClass::auth:
      if (line_.bury(std::move(slot), error)) key_died(key, error);
      return;
    case ErrorClass::sample:
    case ErrorClass::config:
      return line_.answered(std::move(slot));
  }
}

void ModelClient::key_died(std::size_t key, const CallError& error) {
  const auto text = fmt::format(
      "model {}: {} {} ({})", printable(model_.name), key_name(key),
      error.error_class == ErrorClass::billing ? "is out of money or quota" : "is refused",
      printable(error.code));
  services_.dead_keys.push_back(text);
  death_ = error;
  death_is_news_ = !alive();
  if (!alive()) return;  // whoever asks is told, and knows who else can answer
  services_.seams.progress.notice(
      fmt::format("{}; going on with {} of {} keys", text, line_.keys_alive(), line_.keys()));
}

/// Known keys keep their lanes, with what those have learned.
bool ModelClient::reload_keys(const std::vector<ApiKey>& next, std::vector<std::string>& changes) {
  const auto before = keys_used_;
  keys_used_.clear();
  const auto lane_of = [this](const ApiKey* key) {
    const auto same = std::ranges::find_if(keys_, [key](const Key& known) {
      return known.value ? key && known.value->reveal() == key->value.reveal() : !key;
    });
    const auto lane = static_cast<std::size_t>(same - keys_.begin());
    if (lane == keys_.size()) add_key(key);
    return lane;
  };
  if (next.empty()) keys_used_.push_back(lane_of(nullptr));
  for (const auto& key : next)
    if (const auto lane = lane_of(&key); std::ranges::find(keys_used_, lane) == keys_used_.end())
      keys_used_.push_back(lane);
  if (keys_used_ == before) return false;
  const auto added = std::ranges::count_if(keys_used_, [&before](std::size_t lane) {
    return std::ranges::find(before, lane) == before.end();
  });
  changes.push_back(fmt::format("{} {}, {} of them new", keys_used_.size(),
                                keys_used_.size() == 1 ? "key" : "keys", added));
  return true;
}

std::string ModelClient::reload(const ModelConfig& next) {
  std::vector<std::string> changes;
  reload_keys(next.api_keys, changes);
  take("max_connections", model_.max_connections, next.max_connections, changes);
  take("rpm", model_.rpm, next.rpm, changes);
  take("tpm", model_.tpm, next.tpm, changes);
  take("burst", model_.burst, next.burst, changes);
  take("token_burst", model_.token_burst, next.token_burst, changes);
  const bool was_dead = !alive();
  line_.reload(model_, keys_used_);
  if (was_dead) changes.push_back("its keys are tried again");
  return changes.empty()
             ? ""
             : fmt::format("model {}: {}", printable(model_.name), fmt::join(changes, ", "));
}

}  // namespace judge
