// How a reply becomes safe, and what it costs.
//
//   put() ──turn's group──▶ worker: BEGIN IMMEDIATE, every op in order, COMMIT ──post──▶ loop:
//                           all of the group are told, in order
//
// One connection, used only from the worker's groups. A group is what one turn of the loop brought,
// or queued up while the last one ran (GroupWorker), so a lone put is committed at once and a flood
// shares its commits. COMMIT with synchronous=NORMAL writes the WAL without syncing it: that is
// what kill -9 cannot take back, because the page cache is the kernel's. Against a loss of power a
// passive checkpoint, which syncs the WAL, moves it into the database and syncs that, runs one
// second after the first commit that needs it (SyncTimer), when the WAL has 16 MB, and at close. If
// a write of a group fails, the whole group is rolled back and each of its ops fails with the
// cause: SQLite ends the transaction by itself on a full disk, and half a group that was told
// "stored" would be paid for again.
//
// After a sync that failed, nobody knows which of the written pages the kernel has dropped, and a
// second one would call them well. So nothing more is called stored: the run ends. What comes until
// then is still written, for most likely it will be found; the log is left as it is, for its frames
// have sums that the next opening checks, and pages moved from it would have none.
//
// A get() of a key that is not known is answered without the worker: nothing is stored there unless
// another process stored it since our last group, which took over all that had come (KeyIndex). A
// run therefore sees all that ended runs left, and what a run beside it stored until a moment ago;
// two that ask the same at the same moment both pay, as they would with any lookup.
//
// Rejected: synchronous=FULL (a sync a group: with an ordinary disk some 100 groups a second, and
// every answer waits 10 ms for what is promised only for the last second), a timer that collects
// groups (a lone put waits for nothing, and a flood groups itself), a thread and a queue of our own
// (GroupWorker on the pool that is there anyway), a log file of our own (SQLite's WAL has had its
// kill -9 tests), a connection a thread (one writer at a time either way), locking_mode=EXCLUSIVE
// (no faster that could be measured, and it forbids a second run), and a checkpoint on every so
// many pages only, which leaves the last ones unsynced for as long as nobody writes. SQLite's own
// (wal_ autocheckpoint) does so, and tells nobody when it fails.
#include "store/response_store.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "base/group_worker.hpp"
#include "store/reply_database.hpp"
#include "store/sync_timer.hpp"

namespace judge {
namespace {

/// One call of the store, from the queue to its waiter. work() runs off the loop, the rest on it.
class Op {
 public:
  enum class Kind { read, write, sync, close };

  explicit Op(Kind kind) : kind_(kind) {}
  virtual ~Op() = default;
  Kind kind() const { return kind_; }
  virtual Result<> work(ReplyDatabase&) { return {}; }
  /// `group`: what became of the transaction; for a close, of the sync too.
  virtual void finish(const Result<>&) {}

 private:
  Kind kind_;
};

template <class Answer>
class Ask final : public Op {
 public:
  using Question = std::move_only_function<Answer(ReplyDatabase&)>;

  Ask(Kind kind, Executor loop, Question question)
      : Op(kind), question_(std::move(question)), done_(std::move(loop)) {}

  Result<> work(ReplyDatabase& database) override {
    answer_ = question_(database);
    if (!answer_) return std::unexpected(answer_.error());
    return {};
  }
  void finish(const Result<>& group) override {
    done_.deliver(group ? std::move(answer_) : std::unexpected(group.error()));
  }
  OneShot<Answer>& done() { return done_; }

 private:
  Question question_;
  Answer answer_;
  OneShot<Answer> done_;  // owns who waits: an op that is never done leaves nothing behind
};

/// The database on the side that may block, and the waiters on the loop.
class GroupCommit {
 public:
  using Item = std::unique_ptr<Op>;
  using Group = std::vector<Item>;

  GroupCommit(std::unique_ptr<ReplyDatabase> database, std::weak_ptr<SyncTimer> timer)
      : database_(std::move(database)), timer_(std::move(timer)) {}

  void work(Group& group) {
    outcome_ = database_ ? transaction(group) : fail(Fault::internal, "the store is closed");
    const bool closes = any(group, Op::Kind::close);
    if (closes || any(group, Op::Kind::sync)) sync();
    if (!closes) return;
    database_.reset();
    if (outcome_ && broken_) outcome_ = std::unexpected(*broken_);
  }

  void done(Group& group) {
    for (const auto& op : group) op->finish(outcome_);
    const auto alive = timer_.lock();
    if (alive && unsynced_) alive->wrote();
  }

 private:
  static bool any(const Group& group, Op::Kind kind) {
    return std::ranges::any_of(group, [kind](const auto& op) { return op->kind() == kind; });
  }

  Result<> transaction(Group& group) {
    if (any(group, Op::Kind::write)) return write(group);
    return any(group, Op::Kind::read) ? read(group) : Result<>();
  }

  // Takes no lock that another process would have to wait for. Each has its own answer.
  Result<> read(Group& group) {
    if (auto begun = database_->begin_reading(); !begun) return begun;
    for (auto& op : group) (void)op->work(*database_);
    return database_->end_reading();
  }

  Result<> write(Group& group) {
    auto outcome = write_all(group);
    if (broken_) return std::unexpected(*broken_);
    if (outcome && database_->log_is_long()) sync();
    return outcome;
  }

  Result<> write_all(Group& group) {
    auto outcome = database_->begin();
    for (std::size_t i = 0; outcome && i < group.size(); ++i) {
      auto worked = group[i]->work(*database_);
      if (group[i]->kind() == Op::Kind::write) outcome = std::move(worked);
    }
    if (outcome) outcome = database_->commit();
    if (outcome)
      unsynced_ = true;
    else
      database_->rollback();
    return outcome;
  }

  void sync() {
    if (!database_ || !unsynced_ || broken_) return;
    const auto synced = database_->sync();
    if (!synced) broken_ = synced.error();
    if (broken_) database_->leave_log();
    unsynced_ = synced && !*synced;  // another process was in the way: in a second again
  }

  std::unique_ptr<ReplyDatabase> database_;
  std::weak_ptr<SyncTimer> timer_;
  Result<> outcome_;  // of the group that was worked on last
  std::optional<Error> broken_;
  bool unsynced_ = false;
};

class SqliteStore final : public ResponseStore {
 public:
  SqliteStore(std::unique_ptr<ReplyDatabase> database, Executor loop, Executor blocking,
              Clock* clock)
      : loop_(loop),
        known_(database->known()),
        timer_(std::make_shared<SyncTimer>(
            loop, clock, [this] { worker_.push(std::make_unique<Op>(Op::Kind::sync)); })),
        worker_(std::move(loop), std::move(blocking), GroupCommit(std::move(database), timer_)) {}
  ~SqliteStore() override { timer_->stop(); }

  Async<Result<std::optional<StoredReply>>> get(Digest key) override {
    if (!closed_ && !known_->may_have(short_digest(key))) return nothing();
    return ask<Result<std::optional<StoredReply>>>(
        Op::Kind::read, [key](ReplyDatabase& database) { return database.get(key); });
  }

  Async<Result<>> put(Digest key, StoredReply reply, bool replace) override {
    known_->add(short_digest(key));  // a get from now on queues behind it
    return ask<Result<>>(Op::Kind::write,
                         [key, reply = std::move(reply), replace](ReplyDatabase& database) {
                           return database.put(key, reply, replace);
                         });
  }

  Async<Result<std::optional<std::string>>> recall(std::string fact) override {
    return ask<Result<std::optional<std::string>>>(
        Op::Kind::read,
        [fact = std::move(fact)](ReplyDatabase& database) { return database.recall(fact); });
  }

  Async<Result<>> remember(std::string fact, std::string value) override {
    return ask<Result<>>(Op::Kind::write,
                         [fact = std::move(fact), value = std::move(value)](
                             ReplyDatabase& database) { return database.remember(fact, value); });
  }

  Async<Result<std::vector<Fact>>> recall_all(std::string prefix) override {
    return ask<Result<std::vector<Fact>>>(Op::Kind::read,
                                          [prefix = std::move(prefix)](ReplyDatabase& database) {
                                            return database.recall_all(prefix);
                                          });
  }

  Async<Result<>> forget(std::string fact) override {
    return ask<Result<>>(Op::Kind::write, [fact = std::move(fact)](ReplyDatabase& database) {
      return database.forget(fact);
    });
  }

  Async<Result<>> close() override {
    timer_->stop();
    closed_ = true;
    return ask<Result<>>(Op::Kind::close, [](ReplyDatabase&) { return Result<>(); });
  }

 private:
  template <class Answer>
  Async<Answer> ask(Op::Kind kind, typename Ask<Answer>::Question question) {
    auto op = std::make_unique<Ask<Answer>>(kind, loop_, std::move(question));
    auto& done = op->done();  // alive until delivered, which is after this coroutine waits
    worker_.push(std::move(op));
    co_return co_await done.wait();
  }

  static Async<Result<std::optional<StoredReply>>> nothing() { co_return std::nullopt; }

  Executor loop_;
  std::shared_ptr<KeyFilter> known_;
  bool closed_ = false;
  std::shared_ptr<SyncTimer> timer_;
  GroupWorker<GroupCommit> worker_;
};

}  // namespace

Result<std::unique_ptr<ResponseStore>> ResponseStore::open(const std::filesystem::path& file,
                                                           Executor loop, Executor blocking,
                                                           Clock* clock, StoreUse use) {
  auto database = ReplyDatabase::open(file, use);
  if (!database) return std::unexpected(database.error());
  return std::make_unique<SqliteStore>(std::move(*database), std::move(loop), std::move(blocking),
                                       clock);
}

}  // namespace judge
