// A results file as a run finds it.
#include <optional>

#include "fuzz/property.hpp"
#include "sim/memory_files.hpp"
#include "store/results_file.hpp"

namespace judge::test {
namespace {

const std::filesystem::path path = "r.jsonl";

KeepLine by_status(JsonView line) {
  const auto status = line["status"].text();
  if (status == "failed") return KeepLine::retry;
  return status == "stale" ? KeepLine::stale : KeepLine::keep;
}

struct Seen {
  std::uint64_t kept = 0;
  std::uint64_t retried = 0;
  bool operator==(const Seen&) const = default;
};

/// What a reader sees that changes nothing.
std::optional<Seen> seen(MemoryFiles& files) {
  Seen seen;
  const auto read = read_results(files, path, [&](JsonView line) {
    const auto verdict = by_status(line);
    seen.kept += verdict == KeepLine::keep ? 1 : 0;
    seen.retried += verdict == KeepLine::retry ? 1 : 0;
  });
  return read ? std::optional(seen) : std::nullopt;
}

/// All that is kept stands there as it stood before, whole lines in their order.
bool verbatim(std::string_view before, std::string_view after) {
  while (!after.empty()) {
    const auto line = after.substr(0, after.find('\n') + 1);
    auto at = before.find(line);
    while (at != 0 && at != before.npos && before[at - 1] != '\n') at = before.find(line, at + 1);
    if (line.empty() || at == before.npos) return false;
    before.remove_prefix(at + line.size());
    after.remove_prefix(line.size());
  }
  return true;
}

/// A disk that is full after some writes, as many as the length says; then once more with room.
bool survives_failure(std::string_view before, const std::string& expected) {
  MemoryFiles files;
  files.put(path, std::string(before));
  files.failing_after = before.size() % 4;
  (void)recover_results(files, path, by_status);
  files.failing_after = ~std::uint64_t{0};
  return recover_results(files, path, by_status) && files.content(path) == expected;
}

}  // namespace

std::string broken_property(std::string_view input) {
  MemoryFiles files;
  files.put(path, std::string(input));
  const auto before = seen(files);
  const auto first = recover_results(files, path, by_status);
  if (!before || !first) return "what is in memory can be read";
  const auto after = files.content(path);
  if (Seen{first->kept, first->retried} != before) return "every whole line is looked at once";
  if (seen(files) != Seen{first->kept, 0}) return "what is kept parses, the rest is gone";
  if (!verbatim(input, after)) return "what is kept is left as it is";
  if (first->stale > 0 && files.content("r.jsonl.bak") != input) return "the old file is kept";
  const auto second = recover_results(files, path, by_status);
  if (!second || second->kept != first->kept || second->stale + second->retried > 0 ||
      second->torn || files.content(path) != after)
    return "recovered twice is recovered once";
  return survives_failure(input, after) ? "" : "a failure in the middle loses nothing";
}

}  // namespace judge::test
