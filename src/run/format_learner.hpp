#pragma once

#include <list>
#include <optional>
#include <string>

#include "base/async.hpp"
#include "base/clock.hpp"
#include "model/dialect.hpp"
#include "store/response_store.hpp"

namespace judge {

/// Finds out once how a server lets itself be asked for JSON: json_schema, else json_object, else
/// in words. Until that is known one call at a time tries (the others wait), so a server without
/// response_format sees at most two refusals, not one a sample. But a refusal comes soon and an
/// answer may not: nobody waits longer than that, or for a call that meets a fault. What was
/// learned is in the store, for the next run.
class FormatLearner {
 public:
  /// `fact`: the store's name for this server and model.
  FormatLearner(Executor loop, Clock& clock, ResponseStore& store, std::string fact);

  /// The format to ask in. Where it returns while learning(), the caller is the one who tries, and
  /// calls inconclusive() in the end, after accepted() or refused() or neither.
  Async<Result<ReplyFormat>> format();
  bool learning() const { return !known_; }

  Async<Result<>> accepted(ReplyFormat format);
  /// The weaker format to try next; nullopt if there is none.
  std::optional<ReplyFormat> refused(ReplyFormat format);
  /// Who tries met a fault, and its retries may take minutes: all may try.
  void stumbled();
  /// Nobody has been told yet that the server refuses this one.
  bool is_news(ReplyFormat refused) const { return refused >= strongest_; }
  /// Lets the next one try, if nothing is known by now.
  void inconclusive();

  /// For a person: what the server did not take and what is used instead.
  static std::string notice(const std::string& model, ReplyFormat instead);

 private:
  Async<Result<>> recall();
  void wake();

  Executor loop_;
  Clock& clock_;
  ResponseStore& store_;
  std::string fact_;
  std::optional<ReplyFormat> known_;
  ReplyFormat strongest_ = ReplyFormat::json_schema;
  bool recalled_ = false;
  bool trying_ = false;
  bool stumbled_ = false;
  TimerHandle patience_;
  std::list<OneShot<bool>*> waiting_;
};

}  // namespace judge
