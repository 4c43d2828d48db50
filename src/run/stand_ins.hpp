#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "config/config.hpp"
#include "run/record.hpp"

namespace judge {

/// Counts the answers that came from another model than the one that the config names for them.
class StandIns {
 public:
  using Counts = std::map<std::pair<std::string, std::string>, std::uint64_t>;

  explicit StandIns(const Config& config);

  /// Into `counts`, by {model that was to answer, model that did}. What answered and is no model of
  /// the config is not counted: a line may be older than a model's name.
  void count(const LineFigures& line, Counts& counts) const;

 private:
  const std::string* meant(const LineFigures::AnsweredBy& answer, const LineFigures& line) const;

  std::map<std::string, std::string> meant_;  // [[judge]] name, "" for generation → model
  std::set<std::string> models_;
};

}  // namespace judge
