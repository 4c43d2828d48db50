// How a batch's answers come into the store.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "batch/model_batches.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

CallError unanswered(std::string code, std::string message) {
  CallError error;
  error.code = std::move(code);
  error.message = std::move(message);
  return error;
}

bool is_of_the_account(std::string_view code) {
  return code.contains("billing") || code.contains("quota") || code.contains("spend_limit");
}

ReplyFormat weaker(ReplyFormat format) {
  return format == ReplyFormat::json_schema ? ReplyFormat::json_object : ReplyFormat::text;
}

}  // namespace

Async<Result<>> ModelBatches::look_after() {
  for (auto open = open_.begin(); open != open_.end();) {
    auto ended = co_await look(*open);
    if (!ended) co_return std::unexpected(ended.error());
    if (!*ended) {
      ++open;
      continue;
    }
    for (const auto& key : open->batch.keys) in_batch_.erase(key);
    open = open_.erase(open);
  }
  co_return Result<>();
}

/// True: it has ended, and all of it is in the store.
Async<Result<bool>> ModelBatches::look(Open& open) {
  auto reply = co_await sender_.send(api_->look(model_, open.batch.id), open.key);
  if (!reply) co_return std::unexpected(reply.error());
  const auto status = api_->status_of(*reply);
  if (!status)
    co_return fail(Fault::config,
                   fmt::format("models.{}: what answers at base_url says nothing of batch {} that "
                               "could be read. Run the same command again.",
                               printable(model_.name), printable(open.batch.id, 80)));
  open.done = status->done;
  if (!status->ended) {
    if (auto cancelled = co_await cancel_if_late(open); !cancelled)
      co_return std::unexpected(cancelled.error());
    co_return false;
  }
  if (auto collected = co_await collect(open, *status); !collected)
    co_return std::unexpected(collected.error());
  if (auto gone = co_await ledger_.forget(open.batch); !gone)
    co_return std::unexpected(gone.error());
  co_return true;
}

/// What a cancelled batch has done by then is paid for and kept.
Async<Result<>> ModelBatches::cancel_if_late(Open& open) {
  const bool late = seams_.clock.wall() > open.batch.handed_over + model_.batch_wait;
  if (model_.mode != Mode::hybrid || open.cancelled || !late) co_return Result<>();
  open.cancelled = over_ = true;
  seams_.progress.notice(fmt::format(
      "model {}: batch {} took longer than batch_wait = {}; it is cancelled, and what "
      "it leaves is asked online",
      printable(model_.name), printable(open.batch.id, 80), show_duration(model_.batch_wait)));
  auto done = co_await sender_.send(api_->cancel(model_, open.batch.id), open.key);
  if (!done) co_return std::unexpected(done.error());
  co_return Result<>();
}

Async<Result<>> ModelBatches::collect(Open& open, const BatchStatus& status) {
  if (!status.fault_code.empty() && status.outputs.empty()) {
    auto failed = batch_failed(open, status);
    if (!failed && failed.error().fault != Fault::cancelled)
      (void)co_await ledger_.forget(open.batch);
    co_return failed;
  }
  std::unordered_set<Digest, DigestHash> missing(open.batch.keys.begin(), open.batch.keys.end());
  refused_format_.reset();
  for (const auto& output : status.outputs) {
    auto text = co_await sender_.send(api_->fetch(model_, output), open.key);
    if (!text) co_return std::unexpected(text.error());
    for (std::string_view rest = *text; !rest.empty();) {
      const auto line = rest.substr(0, rest.find('\n'));
      if (auto taken = co_await take_line(line, missing); !taken) co_return taken;
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
  }
  for (const auto& key : missing)
    failed(key, unanswered("batch_" + status.words, "the batch ended without an answer to it"));
  co_return Result<>();
}

Async<Result<>> ModelBatches::take_line(std::string_view line,
                                        std::unordered_set<Digest, DigestHash>& missing) {
  auto outcome = api_->line_of(line);
  const auto key = outcome ? digest_of(outcome->key) : std::nullopt;
  if (!key) co_return Result<>();  // not ours, or no line at all
  const bool awaited = missing.erase(*key) > 0;
  if (outcome->reply.status == 0) {
    failed(*key, unanswered("batch_expired", "the batch ended before it was worked on"));
    co_return Result<>();
  }
  auto decoded = dialect_->decode(outcome->reply, seams_.clock.wall());
  if (decoded) {
    answered_ += awaited ? 1 : 0;
    StoredReply reply{.body = std::move(outcome->reply.body), .model = model_.model};
    co_return co_await store_.put(*key, std::move(reply));
  }
  const auto& why = decoded.error();
  if (why.rejects_format && !refused_format_) {
    const auto fact = format_fact(model_);
    const auto known = co_await store_.recall(fact);
    if (!known) co_return std::unexpected(known.error());
    const auto asked = *known ? format_named(**known) : std::nullopt;
    refused_format_ = weaker(asked.value_or(ReplyFormat::json_schema));
    auto noted = co_await store_.remember(fact, std::string(name(*refused_format_)));
    if (!noted) co_return noted;
  }
  failed(*key, why);
  co_return Result<>();
}

/// Refused as a whole: nothing of it was done or paid.
Result<> ModelBatches::batch_failed(const Open& open, const BatchStatus& status) {
  constexpr std::size_t fewest = 100;
  const auto said =
      fmt::format("{} ({})", printable(status.fault, 300), printable(status.fault_code, 60));
  if (is_of_the_account(status.fault_code))
    return fail(Fault::billing,
                fmt::format("models.{}: the provider refuses a batch: {}. Add credit, then run the "
                            "same command again.",
                            printable(model_.name), said));
  // Too much is queued: smaller batches, later.
  if (status.fault_code.contains("limit") && open.batch.keys.size() > fewest) {
    most_requests_ = std::max(fewest, open.batch.keys.size() / 2);
    seams_.progress.notice(
        fmt::format("model {}: the provider refuses a batch of {} requests: {}; going on with {}",
                    printable(model_.name), show_count(open.batch.keys.size()), said,
                    show_count(most_requests_)));
    return {};
  }
  return fail(Fault::config,
              fmt::format("models.{}: the provider refuses a batch: {}. Mend what it "
                          "names, or set mode = \"online\".",
                          printable(model_.name), said));
}

}  // namespace judge
