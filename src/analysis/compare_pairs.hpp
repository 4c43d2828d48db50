#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/about.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// One side of a comparison: a file's lines, or those of some of its models.
struct Contestant {
  std::string name;  // for people
  const VerdictTable* table = nullptr;
  const About* about = nullptr;       // nullptr: nobody said what the verdicts are about
  std::vector<std::uint32_t> models;  // into table->models; which lines are meant
};

/// The candidate models that have lines: in the config's order where `about` tells it, else in that
/// of their first lines.
std::vector<std::uint32_t> candidate_models(const VerdictTable& table, const About* about);

struct PairedLine {
  std::uint32_t baseline = 0, candidate = 0;  // into each table's lines
};

/// Lines of one sample and epoch. Where a side has several models, of one model too, by its name.
struct SharedLines {
  std::vector<PairedLine> lines;  // in the baseline's order of ids, epochs and models
  std::uint64_t only_baseline = 0;
  std::uint64_t only_candidate = 0;
  bool by_model = false;
};

SharedLines shared_lines(const Contestant& baseline, const Contestant& candidate);

/// The same judge's verdicts on both sides.
struct PairedJudge {
  const Column* baseline = nullptr;
  const Column* candidate = nullptr;
};

/// By name. Where no name is shared and each side has but one judge, those two.
std::vector<PairedJudge> shared_judges(const Contestant& baseline, const Contestant& candidate);

/// What makes the verdicts of two sides hard to compare: other scales, methods, judge models.
/// Sentences.
std::vector<std::string> doubts(const Contestant& baseline, const Contestant& candidate,
                                const PairedJudge& judge);

}  // namespace judge
