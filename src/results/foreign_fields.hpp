#pragma once

#include <cmath>
#include <expected>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "base/errors.hpp"
#include "grade/families.hpp"
#include "grade/read_as.hpp"
#include "results/mapping.hpp"
#include "results/verdict_table.hpp"

namespace judge {

/// What a field of one row says.
struct FieldCell {
  double score = std::numeric_limits<double>::quiet_NaN();
  std::string label;   // of what is no number: "good", "true", "A"
  std::string reason;  // of no verdict

  bool scored() const { return !std::isnan(score); }
};

/// The names of a row's two models; empty where there are none.
struct RowModels {
  std::string a, b;
};

/// Reads one field of a mapping, row by row.
class FieldReader {
 public:
  /// Fault::usage where the mapping does not say what it takes to read the field.
  static Result<FieldReader> make(const Mapping& mapping, FieldForm form, const std::string& field);

  /// Of a person's field: read as the mapping says, else as the verdicts of this reader are.
  FieldForm human_form() const;

  VerdictKind kind() const { return kind_; }
  FieldForm form() const { return form_; }

  /// `answer` is the judged text, for free scorers. A label without a value in the mapping has
  /// score 0: what labels are, only all of them tell. The error, without file, row and field, is of
  /// what can be no verdict; what is one that does not count has a reason.
  std::expected<FieldCell, std::string> read(const nlohmann::json& value,
                                             const nlohmann::json* answer,
                                             const RowModels& models) const;

 private:
  std::expected<FieldCell, std::string> read_score_field(const nlohmann::json& value) const;
  std::expected<FieldCell, std::string> read_label_field(const nlohmann::json& value) const;
  std::expected<FieldCell, std::string> read_text_field(const nlohmann::json& value) const;
  std::expected<FieldCell, std::string> read_logprobs_field(const nlohmann::json& value) const;
  std::expected<FieldCell, std::string> scored_freely(const nlohmann::json& target,
                                                      const nlohmann::json* answer) const;
  FieldCell cell_of(const VerdictResult& verdict) const;

  const Mapping* mapping_ = nullptr;
  FieldForm form_ = FieldForm::score;
  VerdictKind kind_ = VerdictKind::number;
  Family family_ = Family::automatic;
  AskedFor asked_;
};

/// The same verdict had a been b.
FieldCell turned(FieldCell preference);

}  // namespace judge
