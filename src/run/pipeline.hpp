#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "dataset/sample.hpp"
#include "grade/judge.hpp"
#include "run/baseline.hpp"

namespace judge {

/// The stages of a run, ready to use: what becomes of one sample, before anybody is asked.
class Pipeline {
 public:
  /// Fault::config for a template that cannot be parsed, and a baseline that cannot be read.
  /// Blocking where there is one.
  static Result<Pipeline> make(const Config& config, Files& files = posix_files());

  /// Refuses, before anything is sent, a sample that lacks what some stage needs of it.
  Result<> check(const Sample& sample) const;

  /// What is sent first of a sample that check() has let pass; without messages where no model is
  /// asked.
  Result<ChatRequest> first_request(const Sample& sample) const;

  const std::optional<Generator>& generator() const { return generator_; }
  const std::vector<Judge>& judges() const { return judges_; }

  /// Candidate models; one nameless one where outputs come from the dataset.
  const std::vector<std::string>& candidates() const { return candidates_; }
  bool several_judges() const { return judges_.size() > 1; }
  bool names_candidates() const { return names_candidates_; }

  /// The other of each pair: what this model writes ("" = none does), or what stands here.
  const std::string& against() const { return against_; }
  Baseline* baseline() const { return baseline_.get(); }
  bool has_pairs() const { return has_pairs_; }
  /// Of a line about this candidate, whether a judge has anything to say: a model is not compared
  /// with itself.
  bool judges(const Judge& judge, std::size_t candidate) const;

  /// Whether a line about this candidate counts what the other of its pair cost: the first one's
  /// does, unless that model has lines of its own.
  bool counts_other(std::size_t candidate) const;

  /// Of everything that shapes a results line: the config's shape, and the baseline's outputs.
  const Digest& shape() const { return shape_; }

  /// Columns that results lines carry for later.
  const std::optional<std::string>& cluster() const { return cluster_; }

 private:
  Pipeline() = default;
  Result<> check_judges(const nlohmann::json& fields, std::size_t turns) const;
  Result<> read_pairs(const Config& config, Files& files);
  std::optional<Generator> generator_;
  std::vector<Judge> judges_;
  std::vector<std::string> candidates_;
  bool names_candidates_ = false;
  std::string against_;
  std::unique_ptr<Baseline> baseline_;
  bool has_pairs_ = false;
  std::optional<std::string> cluster_;
  Digest shape_{};
};

}  // namespace judge
