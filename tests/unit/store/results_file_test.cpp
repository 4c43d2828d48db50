#include "store/results_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/thread_pool.hpp>

#include "sim/virtual_clock.hpp"
#include "support/await.hpp"
#include "support/failing_files.hpp"
#include "support/scratch.hpp"

using namespace judge;
using judge::test::await;
using judge::test::await_all;
using judge::test::FailingFiles;
using judge::test::read_file;
using judge::test::Scratch;

namespace {

struct Appending {
  Scratch scratch;
  std::filesystem::path path = scratch / "out/r.jsonl";
  FailingFiles files;
  VirtualClock clock;
  asio::io_context loop;
  std::unique_ptr<ResultsFile> results;

  Appending() {
    auto opened = ResultsFile::open(files, path, loop.get_executor(), loop.get_executor(), &clock);
    REQUIRE(opened);
    results = std::move(*opened);
  }
  Result<> append(std::string line) { return await(loop, results->append(std::move(line))); }
  std::vector<Result<>> append_all(std::initializer_list<const char*> lines) {
    std::vector<Async<Result<>>> tasks;
    for (const auto* line : lines) tasks.push_back(results->append(line));
    return await_all(loop, std::move(tasks));
  }
  Result<> close() { return await(loop, results->close()); }
  void pass(Duration span) {
    clock.advance_by(span);
    loop.restart();
    loop.poll();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Appending, "an appended line is in the file when its caller goes on") {
  CHECK(append("one"));
  CHECK(read_file(path) == "one\n");
  CHECK(append("two"));
  CHECK(read_file(path) == "one\ntwo\n");
}

TEST_CASE_FIXTURE(Appending, "a JSON object is appended with its checksum") {
  CHECK(append(R"({"id":1})"));
  CHECK(read_file(path) == "{\"id\":1,\"crc32\":\"56bfc637\"}\n");
}

TEST_CASE_FIXTURE(Appending, "lines that come together are one write, in order") {
  for (const auto& appended : append_all({"a", "b", "c"})) CHECK(appended);
  CHECK(read_file(path) == "a\nb\nc\n");
  CHECK(files.plan().appends == 1);
}

TEST_CASE_FIXTURE(Appending, "closing syncs what was written, once") {
  CHECK(append("a"));
  CHECK(files.plan().unsynced);
  CHECK(close());
  CHECK_FALSE(files.plan().unsynced);
  CHECK(files.plan().syncs == 1);
}

TEST_CASE_FIXTURE(Appending, "what was written is synced a second later, though no line follows") {
  CHECK(append("a"));
  pass(milliseconds(900));
  CHECK(append("b"));
  CHECK(files.plan().syncs == 0);
  pass(milliseconds(100));
  CHECK(files.plan().syncs == 1);
  CHECK_FALSE(files.plan().unsynced);
  pass(seconds(10));
  CHECK(files.plan().syncs == 1);
  CHECK(append("c"));
  pass(seconds(1));
  CHECK(files.plan().syncs == 2);
}

TEST_CASE_FIXTURE(Appending, "after close no sync is waited for") {
  CHECK(append("a"));
  CHECK(clock.sleepers() == 1);
  CHECK(close());
  CHECK(clock.sleepers() == 0);
}

TEST_CASE_FIXTURE(Appending, "closing with lines still queued writes them first") {
  std::vector<Async<Result<>>> tasks;
  tasks.push_back(results->append("a"));
  tasks.push_back(results->close());
  for (const auto& done : await_all(loop, std::move(tasks))) CHECK(done);
  CHECK(read_file(path) == "a\n");
  CHECK_FALSE(files.plan().unsynced);
}

TEST_CASE_FIXTURE(Appending,
                  "a group that cannot be written leaves no trace, and its callers know") {
  CHECK(append("whole"));
  files.plan().fails_at = files.plan().changes + 1;
  for (const auto& appended : append_all({"lost one", "lost two"})) {
    REQUIRE_FALSE(appended);
    CHECK(appended.error().fault == Fault::disk);
  }
  CHECK(read_file(path) == "whole\n");
  CHECK(append("after space was made"));
  CHECK(read_file(path) == "whole\nafter space was made\n");
}

TEST_CASE_FIXTURE(Appending, "nothing is appended behind a torn line that could not be cut off") {
  CHECK(append("whole"));
  files.plan().fails_at = files.plan().changes + 1;
  files.plan().dead = true;
  CHECK_FALSE(append("torn, torn, torn"));
  files.plan().fails_at = 0;
  CHECK_FALSE(append("next"));
  CHECK_FALSE(read_file(path).contains("next"));
  CHECK_FALSE(close());
}

TEST_CASE_FIXTURE(Appending, "after a failed sync nothing is called written") {
  CHECK(append("a"));
  files.plan().fails_at = files.plan().changes + 1;
  CHECK_FALSE(close());
  CHECK_FALSE(append("b"));
}

TEST_CASE_FIXTURE(Appending, "lines go behind those of an earlier run") {
  CHECK(append("first run"));
  CHECK(close());
  auto again = ResultsFile::open(files, path, loop.get_executor(), loop.get_executor());
  REQUIRE(again);
  CHECK(await(loop, (*again)->append("second run")));
  CHECK(read_file(path) == "first run\nsecond run\n");
  CHECK(std::filesystem::status(path).permissions() == std::filesystem::perms(0600));
}

TEST_CASE("whichever change fails, whole lines are in the file and the told ones all are") {
  for (int step = 1; step < 12; ++step) {
    CAPTURE(step);
    Appending writing;
    writing.files.plan().fails_at = step;
    std::string told;
    for (const auto* line : {"one", "two", "three", "four"})
      if (writing.append(line)) told += std::string(line) + "\n";
    (void)writing.close();
    CHECK(read_file(writing.path) == told);
  }
}

TEST_CASE("a file destroyed with lines still queued neither crashes nor leaks") {
  Appending writing;
  asio::co_spawn(writing.loop, writing.results->append("queued"), [](auto, auto) {});
  writing.loop.poll_one();
  writing.results.reset();
}

TEST_CASE("lines from a real pool all arrive whole, and the file may go as soon as it is closed") {
  const Scratch scratch;
  asio::thread_pool pool(2);
  {
    asio::io_context loop;
    auto opened =
        ResultsFile::open(posix_files(), scratch / "r", loop.get_executor(), pool.get_executor());
    REQUIRE(opened);
    std::vector<Async<Result<>>> tasks;
    for (int i = 0; i < 500; ++i) tasks.push_back((*opened)->append(std::to_string(1000 + i)));
    for (const auto& appended : await_all(loop, std::move(tasks))) CHECK(appended);
    CHECK(await(loop, (*opened)->close()));
    opened->reset();
    pool.join();  // before the loop that its work posts to
  }
  const auto text = read_file(scratch / "r");
  CHECK(text.size() == 500 * 5);
  CHECK(std::ranges::count(text, '\n') == 500);
}
