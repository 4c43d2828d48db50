#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <vector>

#include "base/text.hpp"
#include "dataset/duplicates.hpp"
#include "dataset/input.hpp"
#include "dataset/reader.hpp"
#include "dataset/sample_builder.hpp"
#include "dataset/selection.hpp"

namespace judge {

namespace {

using namespace rows;

constexpr std::size_t most_faults = 10;

/// The first faults of one pass, told together; what is wrong with many rows in the same way, once.
class Faults {
 public:
  explicit Faults(const std::filesystem::path& path) : before_(path.string() + ":") {}

  void add(Error error) {
    if (full()) return;
    ++count_;
    if (told_.empty()) fault_ = error.fault;
    const auto same = std::ranges::find(told_, without_line(error.message), &Told::what);
    if (same == told_.end())
      told_.push_back({.what = without_line(error.message), .message = std::move(error.message)});
    else
      same->again = true;
  }
  bool any() const { return count_ > 0; }
  bool full() const { return count_ > most_faults; }
  std::unexpected<Error> error() const {
    std::string text;
    for (const auto& [what, message, again] : told_)
      text += (text.empty() ? "" : "\n") + message + (again ? " (and so in other rows)" : "");
    const bool cut = full() && !told_.back().again;
    return fail(fault_, cut ? text.substr(0, text.rfind('\n')) + "\n… and more" : text);
  }

 private:
  struct Told {
    std::string what;
    std::string message;
    bool again = false;
  };

  /// "data.jsonl:7: …" without its first words.
  std::string without_line(const std::string& message) const {
    if (!message.starts_with(before_)) return message;
    const auto end = message.find_first_not_of("0123456789", before_.size());
    return message.substr(std::min(end, message.size()));
  }

  std::string before_;
  Fault fault_ = Fault::dataset;
  std::vector<Told> told_;
  std::size_t count_ = 0;
};

/// Whether the pass goes on.
using EachRow = std::function<bool(std::uint64_t row, Row value)>;

/// Every row up to the limit; faulty ones go to `faults`. How many there were, faulty ones
/// included.
std::uint64_t each_row(const DatasetConfig& config, Faults& faults, const EachRow& each) {
  auto reader = open_rows(config.path);
  if (!reader) {
    faults.add(std::move(reader.error()));
    return 0;
  }
  std::uint64_t count = 0;
  while ((config.limit == 0 || count < config.limit) && !faults.full()) {
    auto row = (*reader)->next();
    if (row && !*row) break;
    if (!row) {
      faults.add(std::move(row.error()));
    } else if (!each(count, std::move(**row))) {
      break;
    }
    ++count;
  }
  return count;
}

class Check {
 public:
  Check(const DatasetConfig& config, std::uint64_t seed, const SampleCheck& check)
      : config_(config),
        seed_(seed),
        check_(check),
        builder_(config),
        faults_(config.path),
        ids_(posix_files()) {}

  Result<DatasetSummary> run() {
    const auto total = config_.sample == 0 ? 0 : count();
    if (faults_.any()) return faults_.error();
    Selection selection(config_, seed_, total);
    const auto seen = each_row(config_, faults_, [&](std::uint64_t number, Row row) {
      return selection.over() ? false : !selection.take() || look_at(number, std::move(row));
    });
    if (disk_) return std::unexpected(std::move(*disk_));
    if (auto added = add_duplicates(); !added) return std::unexpected(std::move(added.error()));
    if (faults_.any()) return faults_.error();
    if (samples_ == 0)
      return fail(Fault::dataset,
                  fmt::format("{}: holds no rows; nothing to run", config_.path.string()));
    return DatasetSummary{.rows = config_.sample == 0 ? seen : total, .samples = samples_};
  }

 private:
  std::uint64_t count() {
    return each_row(config_, faults_, [](std::uint64_t, const Row&) { return true; });
  }

  bool look_at(std::uint64_t number, Row row) {
    auto built = builder_.build(std::move(row));
    if (!built) {
      faults_.add(std::move(built.error()));
      return true;
    }
    auto& sample = built->sample;
    sample.index = samples_++;
    if (auto added = ids_.add(sample.id, number); !added) {
      disk_ = std::move(added.error());
      return false;
    }
    return accepted(sample);
  }

  bool accepted(const Sample& sample) {
    auto checked = check_ ? check_(sample) : Result<>();
    if (checked) return true;
    faults_.add(
        {.fault = checked.error().fault,
         .message = fmt::format("{}:{}: sample \"{}\": {}", config_.path.string(), sample.line,
                                printable(sample.id, 60), checked.error().message)});
    return false;
  }

  Result<> add_duplicates() {
    auto found = ids_.finish(most_faults + 1);
    if (!found) return std::unexpected(std::move(found.error()));
    if (found->empty()) return {};
    const auto rows = read_again(*found);
    for (const auto& pair : *found) {
      const auto first = rows.find(pair.first);
      const auto again = rows.find(pair.again);
      if (first != rows.end() && again != rows.end())
        faults_.add(duplicate(pair, first->second, again->second));
    }
    return {};
  }

  struct Place {
    std::string id;
    std::uint64_t line = 0;
    bool id_is_hash = false;
  };

  // Their ids and lines were not kept, since nearly all files have no duplicates.
  std::map<std::uint64_t, Place> read_again(const std::vector<Duplicate>& duplicates) const {
    std::set<std::uint64_t> wanted;
    for (const auto& pair : duplicates) wanted.insert({pair.first, pair.again});
    std::map<std::uint64_t, Place> places;
    Faults already_known(config_.path);
    each_row(config_, already_known, [&](std::uint64_t number, Row row) {
      if (!wanted.contains(number)) return number < *wanted.rbegin();
      if (auto built = builder_.build(std::move(row)))
        places[number] = {.id = std::move(built->sample.id),
                          .line = built->sample.line,
                          .id_is_hash = built->id_is_hash};
      return true;
    });
    return places;
  }

  // In a JSON array several rows may share a line, so there their places in the file are told too.
  Error duplicate(const Duplicate& pair, const Place& first, const Place& again) const {
    const auto where =
        first.line == again.line
            ? fmt::format("line {} (rows {} and {})", first.line, pair.first + 1, pair.again + 1)
            : fmt::format("line {}", first.line);
    const auto what =
        again.id_is_hash
            ? fmt::format(
                  "the same row as on {}, and rows without an id are told apart by their "
                  "content; remove the repeat or give the rows ids",
                  where)
            : fmt::format("the id \"{}\" is already on {}; every id is to stand once",
                          printable(again.id, 60), where);
    return fault(config_.path, again.line, what).error();
  }

  const DatasetConfig& config_;
  std::uint64_t seed_;
  const SampleCheck& check_;
  SampleBuilder builder_;
  Faults faults_;
  DuplicateFinder ids_;
  std::uint64_t samples_ = 0;
  std::optional<Error> disk_;
};

}  // namespace

Result<DatasetSummary> check_dataset(const DatasetConfig& config, std::uint64_t seed,
                                     const SampleCheck& check) {
  return Check(config, seed, check).run();
}

}  // namespace judge
