#pragma once

#include <memory>

#include "plan/survey.hpp"
#include "run/opening.hpp"

namespace judge {

/// What a run would find when it starts; changes nothing. Failed lines are tried again by a run, so
/// they do not count as done. `each` is called with every sample.
Result<Opening> look_as_run_does(const Config& config, const Pipeline& pipeline, Files& files,
                                 const SampleCheck& each);

/// The calls that a run would make now, sample by sample, for those who make them another way. What
/// depends on an answer that is not there yet is not among them. Blocking; one thread at a time.
class Foreseen {
 public:
  /// `config` and `pipeline` outlive it.
  static Result<std::unique_ptr<Foreseen>> open(const Config& config, const Pipeline& pipeline,
                                                Files& files, const SampleCheck& each,
                                                OnReady on_ready);
  /// Looks at so many more samples; false: there are none left.
  Result<bool> look(std::size_t samples);
  /// After the last sample: calls that a run would make later, when it has answers to others.
  std::uint64_t waiting() const;

 private:
  Foreseen(const Config& config, const Pipeline& pipeline, Opening opening,
           std::unique_ptr<ReplyDatabase> store, OnReady on_ready);

  Opening opening_;
  std::unique_ptr<ReplyDatabase> store_;
  Survey survey_;
  std::unique_ptr<SampleReader> reader_;
};

}  // namespace judge
