#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"

namespace judge::test {

/// A disk in memory that counts what is done to it, fails on request, and forgets what was not
/// synced when the power fails. Under the Files seam (CrashFiles) and under SQLite (CrashVfs) it is
/// one disk, so that one plan breaks a run anywhere. What returns an int returns an errno, 0 =
/// done.
///
/// Of each file it has what programs see and what is on the platters, with the changes between in
/// order; of names likewise. Two rules of real disks: a sync that failed has marked the changes as
/// clean, so that a later one does not bring them back; and a write that failed or was cut off may
/// be half there.
class CrashDisk {
 public:
  enum class Trouble {
    power,  // this and everything after it fails
    full,   // ENOSPC, of what takes space
    quota,  // EDQUOT, likewise
    io,     // EIO
    sync,   // EIO, of syncs alone
  };
  struct Plan {
    std::uint64_t at = 0;  // the number of the operation, from 1; 0: never
    Trouble trouble = Trouble::power;
    bool lasting = true;  // every later operation that it concerns; else the first one alone
  };

  /// What becomes of the changes that nobody has synced.
  enum class Survives {
    everything,  // the process was killed, the machine goes on
    nothing,
    beginning,  // all up to some point, and half of the next one
    some,       // each for itself or not, in sectors: they were on their way in any order
  };

  struct Change {
    std::uint64_t offset;
    std::string bytes;
    bool truncates = false;  // to `offset` bytes
  };
  struct Node {
    std::string now;
    std::string synced;
    std::vector<Change> changes;                         // from synced to now
    std::vector<std::unique_ptr<char[]>> shared_memory;  // SQLite's index of its log
  };
  using File = std::shared_ptr<Node>;

  std::uint64_t operations() const { return operations_; }
  /// Starts counting anew. `struck` is called once, when the first operation fails.
  void set(Plan plan, std::function<void()> struck = {});
  bool has_struck() const { return struck_; }

  File find(const std::string& path) const;  // nullptr: there is none
  static File nameless();
  int create(const std::string& path, File& made);
  int rename(const std::string& from, const std::string& to);
  int remove(const std::string& path);
  int sync_names();
  bool names_are_synced() const { return renamings_.empty(); }

  int write(Node& node, std::uint64_t offset, std::string_view bytes);
  int truncate(Node& node, std::uint64_t size);
  int sync(Node& node);

  /// As somebody with an editor would, and safe from loss.
  void put(const std::string& path, std::string content);
  std::map<std::string, std::string> contents() const;

  /// The machine starts again: on what survives. Open files are of the old one.
  void restart(Survives survives, Random& random);

 private:
  enum class Kind { takes_space, sync, other };
  struct Renaming {
    std::string from;  // "": the node is new
    std::string to;    // "": the name goes
    File node;
  };
  using Names = std::map<std::string, File>;

  int step(Kind kind);
  bool is_due(Kind kind) const;
  int rename_now(Renaming renaming);
  static void apply(std::string& content, const Change& change);
  static void apply(Names& names, const Renaming& renaming);
  static void change(Node& node, Change change);
  static Change torn(const Change& change, Random& random);
  static std::string survivor(const Node& node, Survives survives, Random& random);

  Names names_;
  Names synced_names_;
  std::vector<Renaming> renamings_;
  Plan plan_;
  std::function<void()> tell_;
  std::uint64_t operations_ = 0;
  bool struck_ = false;
};

}  // namespace judge::test
