#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>

#include "base/text.hpp"
#include "doctor/places.hpp"
#include "store/response_store.hpp"
#include "store/store_file.hpp"

namespace judge {
namespace {

namespace fs = std::filesystem;
using SteadyTime = std::chrono::steady_clock::time_point;

enum class Soundness { sound, looked_at_in_part, damaged };

/// Called by SQLite now and then; not 0 ends the statement.
int is_over(void* end) {
  return std::chrono::steady_clock::now() >= *static_cast<SteadyTime*>(end) ? 1 : 0;
}

/// Every page, as far as the time allows. What is wrong with it in SQLite's words; "": nothing.
Result<std::pair<Soundness, std::string>> look_at_pages(Sqlite& connection) {
  constexpr std::chrono::seconds patience{10};
  constexpr int instructions = 10'000;
  auto end = std::chrono::steady_clock::now() + patience;
  auto check = Statement::prepare(connection, "PRAGMA quick_check(1)");
  if (!check) return std::unexpected(check.error());
  sqlite3_progress_handler(connection.handle(), instructions, &is_over, &end);
  const auto row = check->step(connection);
  sqlite3_progress_handler(connection.handle(), 0, nullptr, nullptr);
  if (!row) {
    const auto code = sqlite3_errcode(connection.handle()) & 0xFF;
    if (code == SQLITE_INTERRUPT) return std::pair(Soundness::looked_at_in_part, std::string());
    return std::unexpected(row.error());
  }
  const auto said = check->bytes(0);
  return std::pair(said == "ok" ? Soundness::sound : Soundness::damaged, said);
}

Finding damaged(const fs::path& store, const std::string& words) {
  return {.subject = "store",
          .level = Level::problem,
          .what = fmt::format("{} is damaged: {}", store.native(), words),
          .remedy = fmt::format("save what can be read (sqlite3 {0} .recover | sqlite3 new.db), or "
                                "move it away: then its answers are paid for again",
                                store.native())};
}

Finding check_contents(const fs::path& store) {
  auto connection = open_store_file_to_read(store);
  if (!connection) return finding_of("store", connection.error());
  if (!*connection)
    return {.subject = "store",
            .what = fmt::format("{} can be written, and is not there yet", store.native())};
  const auto pages = look_at_pages(**connection);
  if (!pages) return finding_of("store", pages.error());
  const auto& [soundness, words] = *pages;
  if (soundness == Soundness::damaged) return damaged(store, words);
  const auto totals = store_totals(store);
  if (!totals) return finding_of("store", totals.error());
  const auto replies = totals->value_or(StoreTotals{}).replies;
  return {
      .subject = "store",
      .what = fmt::format(
          "{} can be written, holds {}, and is sound{}", store.native(),
          counted(replies, "answer", "answers"),
          soundness == Soundness::sound ? "" : " as far as ten seconds showed; it is a large one")};
}

std::optional<Finding> on_network(const fs::path& store, const FindPlace& find) {
  const auto place = find(store);
  const auto kind = place ? network_file_system(place->kind) : std::nullopt;
  if (!kind) return std::nullopt;
  return Finding{
      .subject = "store",
      .level = Level::warning,
      .what = fmt::format("{} is on a network file system ({}), where the memory that SQLite's log "
                          "shares between processes may not work",
                          store.native(), *kind),
      .remedy =
          "name a file on a local disk under [run] store, or set [run] store_exclusive = "
          "true: then one process at a time may use it"};
}

}  // namespace

Findings check_store(const fs::path& store, bool exclusive, Files& files, const FindPlace& find) {
  if (auto bad = unwritable("store", store, files, find)) return {*std::move(bad)};
  Findings findings{check_contents(store)};
  if (exclusive) return findings;
  if (auto network = on_network(store, find)) findings.push_back(*std::move(network));
  return findings;
}

}  // namespace judge
