#pragma once

#include <map>
#include <string>

#include "support/crash_disk.hpp"
#include "support/crash_files.hpp"
#include "support/crash_vfs.hpp"
#include "support/world.hpp"

namespace judge::test {

/// A project whose results and store lie on a disk that breaks, and its lives: each a whole run in
/// virtual time.
class CrashWorld {
 public:
  explicit CrashWorld(std::size_t samples);

  struct Life {
    World::Outcome outcome;
    bool struck = false;  // by the plan
    Time struck_at{};
    std::uint64_t operations = 0;
    /// Answers that arrived at `since` or later.
    std::uint64_t answers_since(Time since) const;
  };
  /// Where the power fails, nothing more is sent and what is in flight is given up.
  Life live(CrashDisk::Plan plan = {}, const SimBehaviour& provider = {});

  /// How many of the answers of both lives were given to requests that had been answered before.
  static std::uint64_t answered_again(const Life& before, const Life& after);

  /// The results without what differs from run to run, by id, epoch and model. The running test
  /// fails where a line is damaged or there twice.
  using Table = std::map<std::string, std::string>;
  Table table() const;

  void check_store_is_sound();

  CrashDisk disk;
  CrashFiles files{disk};
  CrashVfs vfs{disk};
  World world;
};

}  // namespace judge::test
