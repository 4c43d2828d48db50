#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/errors.hpp"
#include "config/config.hpp"
#include "plan/survey.hpp"
#include "store/reply_database.hpp"

namespace judge {

/// A file without a place on any disk; gone with this.
class MemoryFile {
 public:
  static Result<MemoryFile> make(std::string_view content);
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&&) = delete;
  ~MemoryFile();

  /// A path for as long as this lives, in this process.
  std::filesystem::path path() const;

 private:
  explicit MemoryFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

// A rehearsal asks for the work left in the stages of the real config, from the models of the real
// config, but with padding for prompts: each request is as long as the real one. So a rehearsal
// needs neither the dataset nor the answers that are stored. Conversations have as many turns. Each
// call of a real judge is a judge of its own, which scores, or compares where the other of a pair
// is to be written; what a gate or a baseline spares, the store holds.

/// Without limits on money and time, and without keys, prompts, prices or free scorers.
/// The dataset and the store are the caller's to name.
Config rehearsal_config(const Config& config, const Survey& survey);

/// The dataset, as JSON lines. `config`: rehearsal_config().
Result<std::string> rehearsal_rows(const Config& config, const Survey& survey,
                                   const std::vector<WorkUnit>& units);

/// Into `store`: what the units need not ask.
Result<> store_answered(const Config& config, const Survey& survey,
                        const std::vector<WorkUnit>& units, ReplyDatabase& store);

/// What writer `number` writes, so that the requests to its judges are its own.
std::string rehearsed_output(std::size_t number);

/// The name of the field with the padding of one of Survey::parts().
std::string rehearsed_field(std::size_t part);

/// The survey's row that a request belongs to.
std::size_t rehearsed_row(const Survey& survey, std::string_view url, std::string_view body);

}  // namespace judge
