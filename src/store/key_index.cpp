#include "store/key_index.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace judge {
namespace {

// In sorted bulk, so that keys share the pages they go to: the more pages, the more keys at once.
constexpr std::int64_t fewest_merged = 4096;
constexpr std::int64_t most_merged = 16'384;  // bounds memory (1 MB) and an opening
constexpr std::int64_t merged_share = 16;

// A filter of more lets nearly everything pass: it is not worth reading them all.
constexpr std::int64_t most_known = 4'000'000;

std::int64_t as_number(std::uint64_t hash) {
  return std::bit_cast<std::int64_t>(hash);
}

}  // namespace

Result<KeyIndex> KeyIndex::open(Sqlite& connection) {
  Preparing preparing(connection);
  Statements statements{
      .version = preparing("PRAGMA data_version"),
      .merged_up_to = preparing("SELECT up_to FROM merged"),
      .merged_keys = preparing("SELECT hash FROM keys"),
      .rows_after = preparing("SELECT id, key FROM replies WHERE id > ?1 ORDER BY id"),
      .find_merged = preparing("SELECT replies.id FROM keys JOIN replies USING (id) "
                               "WHERE hash = ?1 AND key = ?2"),
      .is_row = preparing("SELECT 1 FROM replies WHERE id = ?1 AND key = ?2"),
      .merge = preparing("INSERT INTO keys (hash, id) VALUES (?1, ?2)"),
      .set_merged = preparing("UPDATE merged SET up_to = ?1")};
  if (!preparing.outcome()) return std::unexpected(preparing.outcome().error());
  return KeyIndex(connection, std::move(statements));
}

// The version changes when another connection has committed, and only then.
Result<> KeyIndex::catch_up() {
  const auto version = statements_.version.number(*connection_);
  if (!version) return std::unexpected(version.error());
  if (version_ == *version) return {};
  const auto up_to = statements_.merged_up_to.number(*connection_);
  if (!up_to) return std::unexpected(up_to.error());
  const bool first = !version_;
  const bool knowable = *up_to <= most_known;
  if (first && knowable)
    if (auto loaded = load_merged(); !loaded) return loaded;
  if (first) {  // or the first time that succeeds
    recent_.clear();
    seen_ = *up_to;
  }
  if (auto loaded = load_recent(*up_to); !loaded) return loaded;
  if (first && knowable) {
    merged_->complete();
    known_->complete();
  }
  version_ = *version;
  return {};
}

Result<> KeyIndex::load_merged() {
  auto& statement = statements_.merged_keys;
  const StatementUse use(statement);
  while (true) {
    const auto row = statement.step(*connection_);
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    const auto hash = std::bit_cast<std::uint64_t>(statement.integer(0));
    merged_->add(hash);
    known_->add(hash);
  }
}

Result<> KeyIndex::load_recent(std::int64_t up_to) {
  std::erase_if(recent_, [&](const auto& key) {
    if (key.second <= up_to) merged_->add(key.first);
    return key.second <= up_to;
  });
  merged_up_to_ = up_to;
  auto& statement = statements_.rows_after;
  const StatementUse use(statement);
  statement.number(1, seen_);
  while (true) {
    const auto row = statement.step(*connection_);
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    take(short_digest(statement.digest(1)), statement.integer(0));
  }
  committed_ = seen_;
  return {};
}

void KeyIndex::take(std::uint64_t hash, std::int64_t id) {
  known_->add(hash);
  if (id <= merged_up_to_)
    merged_->add(hash);
  else
    recent_.emplace(hash, id);
  seen_ = id;
}

void KeyIndex::add(const Digest& key, std::int64_t id) {
  take(short_digest(key), id);
}

Result<bool> KeyIndex::is_row(std::int64_t id, const Digest& key) {
  auto& statement = statements_.is_row;
  const StatementUse use(statement);
  return statement.number(1, id).blob(2, key.data(), key.size()).step(*connection_);
}

Result<std::optional<std::int64_t>> KeyIndex::find(const Digest& key) {
  const auto hash = short_digest(key);
  const auto [begin, end] = recent_.equal_range(hash);
  for (auto candidate = begin; candidate != end; ++candidate) {
    const auto same = is_row(candidate->second, key);
    if (!same) return std::unexpected(same.error());
    if (*same) return candidate->second;
  }
  if (!merged_->may_have(hash)) return std::nullopt;
  auto& statement = statements_.find_merged;
  const StatementUse use(statement);
  const auto row =
      statement.number(1, as_number(hash)).blob(2, key.data(), key.size()).step(*connection_);
  if (!row) return std::unexpected(row.error());
  return *row ? std::optional(statement.integer(0)) : std::nullopt;
}

Result<> KeyIndex::merge_if_due() {
  const auto due = std::clamp(merged_up_to_ / merged_share, fewest_merged, most_merged);
  if (std::cmp_less(recent_.size(), due)) return {};
  std::vector<std::pair<std::int64_t, std::int64_t>> sorted;
  sorted.reserve(recent_.size());
  for (const auto& [hash, id] : recent_) sorted.emplace_back(as_number(hash), id);
  std::ranges::sort(sorted);
  for (const auto& [hash, id] : sorted)
    if (auto merged = statements_.merge.number(1, hash).number(2, id).run(*connection_); !merged)
      return merged;
  merging_up_to_ = seen_;
  return statements_.set_merged.number(1, seen_).run(*connection_);
}

void KeyIndex::committed() {
  if (const auto up_to = std::exchange(merging_up_to_, 0); up_to > 0) {
    for (const auto& [hash, id] : recent_) merged_->add(hash);
    recent_.clear();
    merged_up_to_ = up_to;
  }
  committed_ = seen_;
}

void KeyIndex::rolled_back() {
  merging_up_to_ = 0;
  std::erase_if(recent_, [this](const auto& key) { return key.second > committed_; });
  seen_ = committed_;
}

}  // namespace judge
