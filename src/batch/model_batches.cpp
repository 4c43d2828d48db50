#include "batch/model_batches.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace judge {
namespace {

// A call that two batches leave unanswered is not worth a third day.
constexpr std::uint32_t most_tries = 2;

bool may_be_tried_again(const CallError& error) {
  return error.error_class == ErrorClass::transient ||
         error.error_class == ErrorClass::rate_limit || error.rejects_format;
}

/// No two are alike, on whatever machines: it is how a batch is recognised among the account's.
std::string new_marker(const Digest& first, WallTime now) {
  const auto since = now.time_since_epoch().count();
  return hex(Hasher().add(hex(first)).add(static_cast<std::uint64_t>(since)).finish(), 16);
}

}  // namespace

ModelBatches::ModelBatches(const ModelConfig& model, ResponseStore& store, Seams& seams,
                           const Redactor& redactor)
    : model_(model),
      store_(store),
      seams_(seams),
      redactor_(redactor),
      api_(make_batch_api(model.provider)),
      dialect_(make_dialect(model)),
      sender_(model, *dialect_, seams, redactor),
      ledger_(store, model),
      most_requests_(api_->limits().requests) {}

void ModelBatches::opened(Open open) {
  auto& kept = open_.emplace_back(std::move(open));
  for (const auto& key : kept.batch.keys) in_batch_[key] = &kept;
}

Async<Result<>> ModelBatches::adopt() {
  auto noted = co_await ledger_.open();
  if (!noted) co_return std::unexpected(noted.error());
  for (auto& batch : *noted) {
    Open open{.batch = std::move(batch)};
    open.key = sender_.key_of(open.batch.key_source);
    if (open.batch.id.empty()) {
      auto found = co_await find(open);
      if (!found) co_return std::unexpected(found.error());
      if (!*found) {  // it was never made
        if (auto gone = co_await ledger_.forget(open.batch); !gone) co_return gone;
        continue;
      }
      open.batch.id = **found;
      if (auto kept = co_await ledger_.note(open.batch); !kept) co_return kept;
    }
    opened(std::move(open));
  }
  co_return Result<>();
}

void ModelBatches::offer(const ReadyCall& call) {
  if (over_ || failures_.contains(call.key)) return;
  if (const auto found = in_batch_.find(call.key); found != in_batch_.end()) {
    found->second->awaited = true;
    return;
  }
  if (model_.mode == Mode::hybrid && tries_.contains(call.key)) return;
  const auto limits = api_->limits();
  const auto size = call.body.size() + 256;  // custom_id, url and the like
  if (packs_.empty() || packs_.back().keys.size() >= most_requests_ ||
      packs_.back().text.size() + size > limits.bytes)
    packs_.emplace_back();
  api_->add(packs_.back().text, hex(call.key), call.body);
  packs_.back().keys.push_back(call.key);
}

Async<Result<>> ModelBatches::hand_over(bool all) {
  while (!packs_.empty() && (all || has_full_pack())) {
    auto pack = std::move(packs_.front());
    packs_.pop_front();
    if (auto done = co_await hand_over(std::move(pack)); !done) co_return done;
  }
  co_return Result<>();
}

Async<Result<>> ModelBatches::hand_over(Pack pack) {
  auto input = co_await upload(pack);
  if (!input) co_return std::unexpected(input.error());
  Open open{.batch = {.marker = new_marker(pack.keys.front(), seams_.clock.wall()),
                      .id = "",
                      .key_source = sender_.key_source(key_),
                      .handed_over = seams_.clock.wall(),
                      .keys = std::move(pack.keys)},
            .key = key_,
            .awaited = true};
  // Noted first: a batch that nobody remembers is paid for twice.
  if (auto noted = co_await ledger_.note(open.batch); !noted) co_return noted;
  if (auto made = co_await create(open, std::move(*input)); !made) co_return made;
  if (auto noted = co_await ledger_.note(open.batch); !noted) co_return noted;
  seams_.progress.notice(fmt::format("model {}: a batch of {} requests is handed over ({})",
                                     printable(model_.name), show_count(open.batch.keys.size()),
                                     printable(open.batch.id, 80)));
  opened(std::move(open));
  co_return Result<>();
}

/// What the batch is made of: a file's id, or the pack itself.
Async<Result<std::string>> ModelBatches::upload(Pack& pack) {
  auto call = api_->upload(model_, std::move(pack.text));
  if (!call) co_return std::move(pack.text);
  auto reply = co_await sender_.send(std::move(*call), key_);
  if (!reply) co_return reply;
  if (auto id = api_->id_of(*reply)) co_return std::move(*id);
  co_return fail(Fault::config, fmt::format("models.{}: what answers at base_url takes no batches: "
                                            "its reply to a file names no id. Set mode = "
                                            "\"online\".",
                                            printable(model_.name)));
}

/// An attempt that broke may have made it all the same: that is looked up before the next one.
Async<Result<>> ModelBatches::create(Open& open, std::string input) {
  const auto call = api_->create(model_, std::move(input), open.batch.marker);
  CallHistory history{.last_success = seams_.clock.now()};
  while (true) {
    auto answer = co_await sender_.once(call, key_);
    if (answer)
      if (auto id = api_->id_of(*answer)) {
        open.batch.id = *std::move(id);
        co_return Result<>();
      }
    CallError why;
    if (!answer) why = answer.error();
    if (answer) why.code = "no_id", why.message = "the reply names no batch";
    if (auto waited = co_await sender_.wait_after(why, history); !waited) co_return waited;
    auto found = co_await find(open);
    if (!found) co_return std::unexpected(found.error());
    if (*found) {
      open.batch.id = **found;
      co_return Result<>();
    }
  }
}

/// Among the account's batches, the one that this is: by its marker, or, where the provider keeps
/// none, by its time and size.
Async<Result<std::optional<std::string>>> ModelBatches::find(const Open& open) {
  constexpr auto clocks_differ = 10min;
  auto key = open.key;
  auto reply = co_await sender_.send(api_->list(model_), key);
  if (!reply) co_return std::unexpected(reply.error());
  for (const auto& listed : api_->listed(*reply)) {
    const bool known =
        std::ranges::any_of(open_, [&](const Open& other) { return other.batch.id == listed.id; });
    if (known || listed.id.empty()) continue;
    const bool same = listed.marker.empty()
                          ? listed.requests == open.batch.keys.size() &&
                                listed.created > open.batch.handed_over - clocks_differ
                          : listed.marker == open.batch.marker;
    if (same) co_return listed.id;
  }
  co_return std::nullopt;
}

bool ModelBatches::awaited() const {
  return std::ranges::any_of(open_, &Open::awaited);
}

BatchCounts ModelBatches::counts() const {
  BatchCounts counts{.answered = answered_};
  for (const auto& open : open_) {
    ++counts.batches;
    counts.requests += open.batch.keys.size();
    counts.done += open.done;
  }
  return counts;
}

void ModelBatches::failed(const Digest& key, CallError why) {
  auto& tried = tries_[key];
  tried.count += why.rejects_format ? 0 : 1;
  if (model_.mode == Mode::batch && (tried.count >= most_tries || !may_be_tried_again(why)))
    failures_[key] = std::move(why);
}

}  // namespace judge
