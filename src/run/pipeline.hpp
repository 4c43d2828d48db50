#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "dataset/sample.hpp"
#include "grade/judge.hpp"

namespace judge {

/// The stages of a run, ready to use: what becomes of one sample, before anybody is asked.
class Pipeline {
 public:
  /// Fault::config for a template that cannot be parsed.
  static Result<Pipeline> make(const Config& config);

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
  bool several_candidates() const { return candidates_.size() > 1; }

 private:
  Pipeline() = default;
  Result<> check_judges(const nlohmann::json& fields) const;
  std::optional<Generator> generator_;
  std::vector<Judge> judges_;
  std::vector<std::string> candidates_;
};

}  // namespace judge
