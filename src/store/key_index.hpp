#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/errors.hpp"
#include "base/hash.hpp"
#include "store/key_filter.hpp"
#include "store/sqlite.hpp"

namespace judge {

/// Finds the row of a reply by its key, in the file whose layout is in store_file.cpp. Used as the
/// connection is: by one thread at a time, catch_up() first in every transaction.
class KeyIndex {
 public:
  static Result<KeyIndex> open(Sqlite& connection);

  /// Takes over what was stored since the last time, by whichever process.
  Result<> catch_up();
  Result<std::optional<std::int64_t>> find(const Digest& key);
  /// A row that was inserted in this transaction.
  void add(const Digest& key, std::int64_t id);
  /// Before a commit: moves the recent keys into the table, if there are enough of them.
  Result<> merge_if_due();
  void committed();
  void rolled_back();

  /// Has the keys of all that is stored, once it is complete, and may be asked by any thread.
  const std::shared_ptr<KeyFilter>& known() const { return known_; }

 private:
  struct Statements {
    Statement version, merged_up_to, merged_keys, rows_after, find_merged, is_row, merge,
        set_merged;
  };
  KeyIndex(Sqlite& connection, Statements statements)
      : connection_(&connection), statements_(std::move(statements)) {}

  Result<> load_merged();
  Result<> load_recent(std::int64_t up_to);
  void take(std::uint64_t hash, std::int64_t id);
  Result<bool> is_row(std::int64_t id, const Digest& key);

  Sqlite* connection_;
  Statements statements_;
  std::shared_ptr<KeyFilter> known_ = std::make_shared<KeyFilter>();
  std::unique_ptr<KeyFilter> merged_ = std::make_unique<KeyFilter>();  // of the table alone
  std::unordered_multimap<std::uint64_t, std::int64_t> recent_;        // key's start → row
  std::int64_t merged_up_to_ = 0;  // the rows up to it are in the table of keys
  std::int64_t merging_up_to_ = 0;
  std::int64_t seen_ = 0;       // the last row that is in the table or recent
  std::int64_t committed_ = 0;  // the last of them that is no longer to be rolled back
  std::optional<std::int64_t> version_;
};

}  // namespace judge
