#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config.hpp"

namespace judge {

/// What a field of a foreign file holds.
enum class FieldForm {
  score,     // a number
  label,     // one of several words
  prefer,    // which of two is better, by a code
  text,      // what a judge wrote
  logprobs,  // what a judge's server gave for the tokens of its answer
  exact,     // a target: the free scorers' verdict on `answer`
  includes,
  numeric,
};

struct FieldVerdict {
  FieldForm form = FieldForm::score;
  std::string field;    // dotted path
  std::string swapped;  // prefer, text, logprobs: the field where b was shown first; "" = none
};

/// "score", "label", …: as options are called.
std::string_view name_of(FieldForm form);

/// Which fields of somebody else's file mean what. Fields are dotted paths; "" = there is none.
struct Mapping {
  std::string rows;  // in a JSON object: where the list of rows is
  std::string id, epoch, model, cluster;
  std::string a, b;              // names of the two models of a preference
  std::string answer, answer_b;  // the judged texts
  std::string rater;             // one row a rater, named here
  std::vector<std::string> by;   // groups
  std::vector<FieldVerdict> verdicts;
  std::vector<std::string> human;
  std::optional<FieldForm> kind;     // of `human`; default: as the first verdict
  std::filesystem::path human_file;  // where `human` is; joined by human_id
  std::string human_id;

  std::optional<std::pair<double, double>> scale;
  std::vector<Choice> values;                // of labels
  std::map<std::string, std::string> codes;  // of preferences: code → "a", "b", "tie", "null"
  std::set<std::string> nulls;               // what else stands for "no verdict"
  std::string family = "auto";
  std::string conflict = "last";
  double tolerance = 0;
  bool ignore_case = false;
  bool swap_undone = false;  // codes in swapped fields are about a and b, not about places
  bool both_orders = false;  // a row with a and b exchanged is the same pair in its other order
  OnInconsistent on_inconsistent = OnInconsistent::tie;
};

}  // namespace judge
