#include "support/crash_world.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <sstream>

#include "store/checksum.hpp"

namespace judge::test {
namespace {

void drop_what_differs(nlohmann::json& line) {
  for (const auto* name : {"finished_at", "crc32", "latency_ms", "attempts", "stored"})
    line.erase(name);
  for (const auto* name : {"generation", "error"})
    if (line.contains(name) && line[name].is_object()) drop_what_differs(line[name]);
  for (const auto* name : {"judges", "declined"})
    if (line.contains(name))
      for (auto& call : line[name]) drop_what_differs(call);
}

}  // namespace

CrashWorld::CrashWorld(std::size_t samples) : world(samples) {
  world.other_files = &files;
  world.config.run.output = world.config.run.output.parent_path() / "results.jsonl";
  world.config.run.store = vfs.uri("store.db");
}

CrashWorld::Life CrashWorld::live(CrashDisk::Plan plan, const SimBehaviour& provider) {
  Life life;
  const auto breaking = [&](StopSignal& stop, Clock& clock) {
    disk.set(plan, [&life, &stop, &clock, plan] {
      life.struck_at = clock.now();
      if (plan.trouble == CrashDisk::Trouble::power) stop.raise(StopLevel::abort);
    });
    return std::vector<TimerHandle>();
  };
  life.outcome = world.run(provider, {}, breaking);
  life.struck = disk.has_struck();
  life.operations = disk.operations();
  disk.set({});
  return life;
}

std::uint64_t CrashWorld::Life::answers_since(Time since) const {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(outcome.books.arrivals, [since](const SimArrival& arrival) {
        return arrival.status == 200 && arrival.ended >= since;
      }));
}

std::uint64_t CrashWorld::answered_again(const Life& before, const Life& after) {
  std::uint64_t again = 0;
  for (const auto& [body, count] : after.outcome.books.answers) {
    const auto found = before.outcome.books.answers.find(body);
    const auto earlier = found == before.outcome.books.answers.end() ? 0 : found->second;
    again += std::min(earlier, count);
  }
  return again;
}

CrashWorld::Table CrashWorld::table() const {
  Table table;
  const auto file = disk.find(world.config.run.output);
  if (!file) return table;
  std::istringstream text(file->now);
  for (std::string line; std::getline(text, line);) {
    CAPTURE(line);
    CHECK(is_sound(line));
    auto json = nlohmann::json::parse(line);
    const auto place =
        json["id"].get<std::string>() + "/" + json["epoch"].dump() + "/" + json.value("model", "");
    drop_what_differs(json);
    CHECK_MESSAGE(table.emplace(place, json.dump()).second, "twice: " << place);
  }
  return table;
}

void CrashWorld::check_store_is_sound() {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open_v2(vfs.uri("store.db").c_str(), &handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr) == SQLITE_OK);
  std::string answer;
  const auto take = [](void* into, int, char** values, char**) {
    *static_cast<std::string*>(into) += values[0];
    return 0;
  };
  CHECK(sqlite3_exec(handle, "PRAGMA integrity_check", take, &answer, nullptr) == SQLITE_OK);
  CHECK(answer == "ok");
  sqlite3_close(handle);
}

}  // namespace judge::test
