#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iterator>

#include "unit/store/stores.hpp"

using namespace judge;
using namespace judge::test;

namespace {

Result<std::unique_ptr<ResponseStore>> open_store(const std::filesystem::path& file) {
  static asio::io_context loop;
  return ResponseStore::open(file, loop.get_executor(), loop.get_executor());
}

std::string refusal(const std::filesystem::path& file) {
  const auto opened = open_store(file);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().fault == Fault::disk);
  CHECK(opened.error().message.contains(file.native()));
  CHECK(opened.error().message.contains("[run] store"));  // what to do
  const auto totals = store_totals(file);
  CHECK_FALSE(totals);
  return opened.error().message;
}

}  // namespace

TEST_CASE("a file that is no database is refused and left alone") {
  const Scratch scratch;
  for (const std::string text : {"hello", "{\"id\":\"a\"}\n"}) {
    const auto file = scratch / ("f" + std::to_string(text.size()));
    const auto bytes = text + std::string(3000, text.size() > 5 ? 'x' : '\0');
    for (const auto& content : {text, bytes}) {
      write_file(file, content);
      CHECK(refusal(file).contains("not a database"));
      CHECK(read_file(file) == content);
    }
  }
}

TEST_CASE("another program's database is refused and left alone") {
  const Scratch scratch;
  const auto file = scratch / "theirs.db";
  run_sqlite(file, "CREATE TABLE replies (key, body)");
  const auto before = read_file(file);
  CHECK(refusal(file).contains("some other program's"));
  CHECK(read_file(file) == before);

  run_sqlite(scratch / "marked.db", "PRAGMA application_id = 7");
  CHECK(refusal(scratch / "marked.db").contains("some other program's"));
}

TEST_CASE("a store of another format is refused") {
  const Scratch scratch;
  REQUIRE(open_store(scratch / "s.db"));
  run_sqlite(scratch / "s.db", "PRAGMA user_version = 4");
  CHECK(refusal(scratch / "s.db").contains("format 4; this one knows 3"));
  run_sqlite(scratch / "s.db", "PRAGMA user_version = 2");
  CHECK(refusal(scratch / "s.db").contains("format 2; this one knows 3"));
}

TEST_CASE("an empty file becomes a store") {
  const Scratch scratch;
  write_file(scratch / "s.db", "");
  CHECK(open_store(scratch / "s.db"));
  CHECK(store_totals(scratch / "s.db").value()->replies == 0);
}

TEST_CASE("a store that cannot be opened is a fault that names it") {
  const Scratch scratch;
  const auto directory = open_store(scratch.path());
  REQUIRE_FALSE(directory);
  CHECK(directory.error().message.contains(scratch.path().native()));
  write_file(scratch / "file", "");
  const auto below = open_store(scratch / "file/below/s.db");
  REQUIRE_FALSE(below);
  CHECK(below.error().fault == Fault::disk);
}

TEST_CASE("totals count the replies, and where there is no store there are none") {
  const Scratch scratch;
  const auto absent = store_totals(scratch / "s.db");
  REQUIRE(absent);
  CHECK_FALSE(*absent);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE_FIXTURE(Store,
                  "totals leave nothing beside a store, wherever it lies and whatever its name") {
  REQUIRE(put("a", {.body = "", .model = ""}));
  REQUIRE(close());
  const auto odd = scratch / "100%41?#é dir/s.db";
  std::filesystem::create_directory(odd.parent_path());
  std::filesystem::rename(file, odd);
  CHECK(store_totals(odd).value()->replies == 1);
  CHECK(std::distance(std::filesystem::directory_iterator(odd.parent_path()), {}) == 1);
}

TEST_CASE_FIXTURE(Store, "totals see what a run that is going on has committed") {
  REQUIRE(put("a", {.body = std::string(100'000, 'x'), .model = ""}));
  REQUIRE(put("b", {.body = "", .model = ""}));
  const auto totals = store_totals(file);
  REQUIRE(totals);
  REQUIRE(*totals);
  CHECK((*totals)->replies == 2);
  CHECK((*totals)->bytes > 100'000);
}

TEST_CASE("kill -9 loses nothing that was told as stored") {
  const Scratch scratch;
  const auto file = scratch / "s.db";
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    asio::io_context loop;
    auto store = ResponseStore::open(file, loop.get_executor(), loop.get_executor());
    if (store && await(loop, (*store)->put(key_of("k"), {.body = "paid for", .model = ""})))
      ::kill(::getpid(), SIGKILL);
    ::_exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  asio::io_context loop;
  auto store = ResponseStore::open(file, loop.get_executor(), loop.get_executor());
  REQUIRE(store);
  CHECK(await(loop, (*store)->get(key_of("k"))).value()->body == "paid for");
}

TEST_CASE("several processes that make one store at once all get it") {
  const Scratch scratch;
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      asio::io_context loop;
      auto store = ResponseStore::open(scratch / "s.db", loop.get_executor(), loop.get_executor());
      const bool stored =
          store && await(loop, (*store)->put(key_of(std::to_string(i)), {.body = "", .model = ""}));
      ::_exit(stored ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  CHECK(store_totals(scratch / "s.db").value()->replies == 6);
}
