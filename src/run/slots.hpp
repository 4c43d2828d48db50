#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "base/hash.hpp"

namespace judge {

/// The places of a run: one a sample, epoch and candidate model, so one a results line. What is
/// done costs a bit a place; what the lines are checked against, 8 bytes a sample, lies in a file
/// without a name.
class Slots {
 public:
  static Result<Slots> make(Files& files);

  /// While the dataset is checked, in order.
  Result<> add_sample(const Digest& digest);
  /// Once all are there. `lines_per_sample` = epochs × candidates.
  Result<> seal(std::size_t epochs, std::size_t candidates);

  std::uint64_t samples() const { return samples_; }
  /// short_digest of a sample's content. Only after seal().
  Result<std::uint64_t> digest(std::uint64_t sample);

  std::uint64_t place(std::uint64_t sample, std::size_t epoch, std::size_t candidate) const {
    return (sample * epochs_ + epoch) * candidates_ + candidate;
  }
  bool done(std::uint64_t place) const { return done_[place]; }
  void mark_done(std::uint64_t place) { done_[place] = true; }
  /// Places whose stored answer is to be asked again (--retry-failed on an unscored one).
  bool afresh(std::uint64_t place) const { return !afresh_.empty() && afresh_[place]; }
  void mark_afresh(std::uint64_t place);

 private:
  explicit Slots(std::unique_ptr<File> file) : file_(std::move(file)) {}
  Result<> flush();

  std::unique_ptr<File> file_;
  std::string buffer_;                       // digests not yet written; then the block last read
  std::uint64_t block_ = ~std::uint64_t{0};  // which block the buffer holds, when reading
  std::uint64_t samples_ = 0;
  std::size_t epochs_ = 1;
  std::size_t candidates_ = 1;
  std::vector<bool> done_;
  std::vector<bool> afresh_;
};

}  // namespace judge
