#include "store/lock.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

#include "support/scratch.hpp"

using namespace judge;
using judge::test::Scratch;

namespace {

/// Another process that holds the lock until it is killed.
class Holder {
 public:
  explicit Holder(const std::filesystem::path& results) {
    std::array<int, 2> ready{};
    REQUIRE(::pipe(ready.data()) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) hold(results, ready[1]);
    ::close(ready[1]);
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    ::close(ready[0]);
    REQUIRE(answer == 'y');
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() { kill(); }

  pid_t pid() const { return pid_; }
  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  [[noreturn]] static void hold(const std::filesystem::path& results, int ready) {
    const auto lock = ResultsLock::take(results);
    const char answer = lock ? 'y' : 'n';
    (void)!::write(ready, &answer, 1);
    while (true) ::pause();
  }
  pid_t pid_ = 0;
};

}  // namespace

TEST_CASE("a second process is refused and told who holds the lock") {
  const Scratch scratch;
  const auto results = scratch / "dir/r.jsonl";
  Holder holder(results);
  const auto lock = ResultsLock::take(results);
  REQUIRE_FALSE(lock);
  CHECK(lock.error().fault == Fault::locked);
  CHECK(lock.error().message.contains("(pid " + std::to_string(holder.pid()) + ")"));
  CHECK(lock.error().message.contains(results.native()));
  CHECK(lock.error().message.contains("wait for it or stop it"));
}

TEST_CASE("the lock of a process that was killed is free at once") {
  const Scratch scratch;
  Holder holder(scratch / "r");
  holder.kill();
  CHECK(std::filesystem::exists(scratch / "r.lock"));
  CHECK(ResultsLock::take(scratch / "r"));
}

TEST_CASE("a released lock can be taken again and leaves nothing behind") {
  const Scratch scratch;
  {
    const auto lock = ResultsLock::take(scratch / "r");
    REQUIRE(lock);
    CHECK(test::read_file(scratch / "r.lock") == std::to_string(::getpid()) + "\n");
    CHECK_FALSE(ResultsLock::take(scratch / "r"));
  }
  CHECK(std::filesystem::is_empty(scratch.path()));
  CHECK(ResultsLock::take(scratch / "r"));
}

TEST_CASE("one file under two names has one lock") {
  const Scratch scratch;
  test::write_file(scratch / "r", "");
  std::filesystem::create_symlink(scratch / "r", scratch / "link");
  std::filesystem::create_directory(scratch / "sub");
  const auto lock = ResultsLock::take(scratch / "r");
  REQUIRE(lock);
  CHECK_FALSE(ResultsLock::take(scratch / "link"));
  CHECK_FALSE(ResultsLock::take(scratch / "sub/../r"));
  CHECK(ResultsLock::take(scratch / "other"));
}

TEST_CASE("a moved lock is still held, once") {
  const Scratch scratch;
  auto lock = ResultsLock::take(scratch / "r");
  REQUIRE(lock);
  {
    const ResultsLock moved = std::move(*lock);
    CHECK_FALSE(ResultsLock::take(scratch / "r"));
  }
  CHECK(ResultsLock::take(scratch / "r"));
}

TEST_CASE("where no lock can be made the path and the cause are said") {
  const Scratch scratch;
  test::write_file(scratch / "file", "");
  const auto lock = ResultsLock::take(scratch / "file/r");
  REQUIRE_FALSE(lock);
  CHECK(lock.error().fault == Fault::disk);
  CHECK(lock.error().message.contains((scratch / "file").native()));
}
