#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "store/line_reader.hpp"
#include "store/results_file.hpp"
#include "support/failing_files.hpp"
#include "support/scratch.hpp"

using namespace judge;
using judge::test::FailingFiles;
using judge::test::read_file;
using judge::test::Scratch;
using judge::test::write_file;

namespace {

std::string line(std::string_view id, std::string_view status = "scored") {
  return R"({"id":")" + std::string(id) + R"(","status":")" + std::string(status) + "\"}\n";
}

/// Keeps "scored", tries "failed" again, calls "stale" stale.
KeepLine by_status(JsonView view) {
  const auto status = view["status"].text();
  if (status == "failed") return KeepLine::retry;
  return status == "stale" ? KeepLine::stale : KeepLine::keep;
}

struct Recovered {
  Scratch scratch;
  std::filesystem::path path = scratch / "r.jsonl";
  ResultsRecovery counts;

  explicit Recovered(std::string_view bytes) {
    write_file(path, bytes);
    const auto recovery = recover_results(posix_files(), path, by_status);
    REQUIRE(recovery);
    counts = *recovery;
  }
  std::string text() const { return read_file(path); }
  bool has(std::string_view name) const { return std::filesystem::exists(scratch / name); }
};

}  // namespace

TEST_CASE("where there is no file, nothing is recovered and nothing created") {
  const Scratch scratch;
  const auto recovery = recover_results(posix_files(), scratch / "absent", by_status);
  REQUIRE(recovery);
  CHECK(recovery->kept == 0);
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("a sound file is left as it is") {
  const Recovered results(line("a") + line("b"));
  CHECK(results.counts.kept == 2);
  CHECK_FALSE(results.counts.torn);
  CHECK(results.text() == line("a") + line("b"));
  CHECK_FALSE(results.has("r.jsonl.bak"));
}

TEST_CASE("cut off at any byte, the whole lines stay and the torn one goes") {
  const std::string whole = line("first") + line("zweiter, mit ü") + line("third");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto cut = whole.substr(0, size);
    const auto end = cut.rfind('\n') == std::string::npos ? 0 : cut.rfind('\n') + 1;
    const Recovered results(cut);
    CAPTURE(size);
    CHECK(results.text() == cut.substr(0, end));
    CHECK(results.counts.torn == (end != size));
    CHECK(results.counts.kept == static_cast<std::uint64_t>(std::ranges::count(cut, '\n')));
    CHECK(results.counts.stale == 0);
    CHECK_FALSE(results.has("r.jsonl.bak"));
  }
}

TEST_CASE("a last line that is whole but no JSON object is torn, too") {
  const std::string tails[] = {"{\"id\":\n", std::string(4, '\0') + "\n", "[1]\n",
                               "17\n",       "{\"id\":\"\xff\"}\n",       "{}x\n",
                               "\x1b[2J\n"};
  for (const auto& tail : tails) {
    const Recovered results(line("a") + tail);
    CHECK(results.text() == line("a"));
    CHECK(results.counts.torn);
    CHECK(results.counts.stale == 0);
    CHECK_FALSE(results.has("r.jsonl.bak"));
  }
}

TEST_CASE("a broken line in the middle is dropped and the old file kept") {
  const auto old = line("a") + "no JSON\n" + line("b");
  const Recovered results(old);
  CHECK(results.text() == line("a") + line("b"));
  CHECK(results.counts.kept == 2);
  CHECK(results.counts.stale == 1);
  CHECK_FALSE(results.counts.torn);
  CHECK(read_file(results.scratch / "r.jsonl.bak") == old);
}

TEST_CASE("stale lines are dropped and the old file kept") {
  const auto old = line("a", "stale") + line("b") + line("c", "stale") + line("d") + "{\"id";
  const Recovered results(old);
  CHECK(results.text() == line("b") + line("d"));
  CHECK(results.counts.kept == 2);
  CHECK(results.counts.stale == 2);
  CHECK(results.counts.torn);
  CHECK(read_file(results.scratch / "r.jsonl.bak") == old);
  CHECK_FALSE(results.has("r.jsonl.new"));
  const auto mode = std::filesystem::status(results.path).permissions();
  CHECK(mode == std::filesystem::perms(0600));
}

TEST_CASE("lines to be tried again are dropped without a backup") {
  const Recovered results(line("a") + line("b", "failed") + line("c"));
  CHECK(results.text() == line("a") + line("c"));
  CHECK(results.counts.retried == 1);
  CHECK(results.counts.stale == 0);
  CHECK_FALSE(results.has("r.jsonl.bak"));
}

TEST_CASE("blank lines vanish, and a carriage return is white space") {
  const Recovered results(line("a") + "\n  \n{\"id\":\"b\"}\r\n\n");
  CHECK(results.text() == line("a") + "{\"id\":\"b\"}\r\n");
  CHECK(results.counts.kept == 2);
  CHECK(results.counts.stale == 0);
  CHECK_FALSE(results.counts.torn);
}

TEST_CASE("a file that is only a torn line becomes empty") {
  const Recovered results("{\"id\":\"a\"");
  CHECK(results.text().empty());
  CHECK(results.counts.torn);
}

TEST_CASE("lines longer than a piece and lines across pieces are read whole") {
  std::string text;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto size = LineReader::piece / 2 + i * (LineReader::piece / 2 + 17);
    lines.push_back(R"({"id":")" + std::string(size, static_cast<char>('a' + i)) + "\"}");
    text += lines.back() + "\n";
  }
  const Scratch scratch;
  write_file(scratch / "r", text);
  std::size_t at = 0;
  REQUIRE(read_results(posix_files(), scratch / "r", [&](JsonView view) {
    REQUIRE(at < lines.size());
    CHECK(lines[at] == view.json().dump());
    ++at;
  }));
  CHECK(at == lines.size());
}

TEST_CASE("a file that is no results file is refused before it fills the memory") {
  const Scratch scratch;
  std::ofstream(scratch / "r");
  std::filesystem::resize_file(scratch / "r", LineReader::longest_line + 2 * LineReader::piece);
  const auto recovery = recover_results(posix_files(), scratch / "r", by_status);
  REQUIRE_FALSE(recovery);
  CHECK(recovery.error().fault == Fault::disk);
  CHECK(recovery.error().message.contains("no results file"));
}

TEST_CASE("killed at any step of a recovery, the next one ends as if nothing had happened") {
  const auto old = line("a") + line("b", "stale") + line("c") + "junk\n" + line("d") + "{\"to";
  const auto good = line("a") + line("c") + line("d");
  for (int step = 1;; ++step) {
    CAPTURE(step);
    const Scratch scratch;
    write_file(scratch / "r", old);
    FailingFiles files;
    files.plan() = {.fails_at = step, .dead = true};
    const auto killed = recover_results(files, scratch / "r", by_status);
    const auto again = recover_results(posix_files(), scratch / "r", by_status);
    REQUIRE(again);
    CHECK(again->kept == 3);
    CHECK(read_file(scratch / "r") == good);
    CHECK(read_file(scratch / "r.bak") == old);
    CHECK_FALSE(std::filesystem::exists(scratch / "r.new"));
    if (killed) {
      CHECK(step > 5);  // at least: empty, copy, write, sync, two renames
      break;
    }
    CHECK(killed.error().fault == Fault::disk);
  }
}

TEST_CASE("a new file takes the old one's place only after a sync") {
  const Scratch scratch;
  write_file(scratch / "r", line("a", "stale") + line("b"));
  FailingFiles files;
  REQUIRE(recover_results(files, scratch / "r", by_status));
  CHECK(files.plan().syncs == 1);
  CHECK_FALSE(files.plan().unsynced);
}

TEST_CASE("reading results changes nothing and leaves out what is torn or broken") {
  const Scratch scratch;
  const auto text = line("a") + "junk\n" + line("b", "stale") + "{\"id\":\"c\"}";
  write_file(scratch / "r", text);
  std::string ids;
  REQUIRE(read_results(posix_files(), scratch / "r",
                       [&](JsonView view) { ids += view["id"].text().value_or("?"); }));
  CHECK(ids == "ab");
  CHECK(read_file(scratch / "r") == text);
  CHECK(read_results(posix_files(), scratch / "absent", [](JsonView) { FAIL("no line there"); }));
  CHECK_FALSE(std::filesystem::exists(scratch / "absent"));
}

TEST_CASE("forgotten results do not come back from a recovery that was killed") {
  const Scratch scratch;
  write_file(scratch / "r", line("a"));
  write_file(scratch / "r.new", line("b"));
  REQUIRE(forget_results(posix_files(), scratch / "r"));
  const auto recovery = recover_results(posix_files(), scratch / "r", by_status);
  REQUIRE(recovery);
  CHECK(recovery->kept == 0);
  CHECK_FALSE(std::filesystem::exists(scratch / "r"));
  CHECK_FALSE(std::filesystem::exists(scratch / "r.new"));
  CHECK(std::filesystem::exists(scratch / "r.bak"));
}
