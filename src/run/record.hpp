#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "grade/judge.hpp"
#include "grade/verdict.hpp"
#include "model/dialect.hpp"
#include "store/json_view.hpp"

namespace judge {

/// One answered call, as it goes into a results line.
struct CallRecord {
  std::string model;  // the user's name of it
  ChatReply reply;
  std::optional<double> cost_usd;
  std::uint32_t attempts = 1;
  std::int64_t latency_ms = 0;
  bool stored = false;  // taken from the store: not asked again
};

/// What one [[judge]] made of an output; `call` where it asked a model.
struct Judgement {
  const JudgeConfig* judge = nullptr;
  VerdictResult verdict;
  std::optional<CallRecord> call;
};

/// Why a sample has no answer.
struct Failure {
  CallError error;
  std::uint32_t attempts = 0;
};

/// One results line: a sample, epoch and candidate model.
struct Record {
  std::string id;
  std::uint64_t index = 0;
  std::uint32_t epoch = 0;
  std::optional<std::string> model;  // where there are several candidates
  std::string output;
  std::optional<CallRecord> generation;
  std::vector<Judgement> judgements;
  std::vector<CallRecord> declined;  // refusals in whose place another model's answer counts
  std::optional<Failure> failure;
  nlohmann::json metadata = nlohmann::json::object();
  std::string fingerprint;
  WallTime finished_at;

  std::string_view status() const;
  /// The JSON line, without its newline. Invalid UTF-8 cannot get into it.
  std::string line(bool several_judges) const;
};

/// Of all its calls together: unknown as soon as one is, for a sum of what happens to be known
/// would be an invention.
std::optional<Usage> total_usage(const Record& record);
std::optional<double> total_cost(const Record& record);

/// What summaries need of a line, made now or read back from the file.
struct LineFigures {
  struct Score {
    std::string judge;
    std::optional<double> score;
    std::string label;   // choice
    std::string reason;  // unscored
  };
  struct AnsweredBy {
    std::string judge;  // "": generation
    std::string model;
  };
  std::string status;
  std::string model;
  std::vector<Score> scores;
  std::vector<AnsweredBy> answers;
  std::string failure_code;
  bool possibly_billed = false;
  std::optional<Usage> usage;  // all calls of the line together
  std::optional<double> cost_usd;
};

LineFigures figures_of(const Record& record);
/// `first_judge`: the name that `verdict` belongs to where there is no `verdicts`. Nonsense is read
/// as absent.
LineFigures figures_of(JsonView line, const std::string& first_judge);

}  // namespace judge
