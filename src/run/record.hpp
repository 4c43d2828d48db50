#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "grade/decision.hpp"
#include "grade/judge.hpp"
#include "grade/verdict.hpp"
#include "model/dialect.hpp"
#include "store/json_view.hpp"

namespace judge {

/// One answered call, as it goes into a results line.
struct CallRecord {
  std::string model;       // the user's name of it
  std::string asked = {};  // whom it stands in for; "": nobody
  ChatReply reply;
  std::optional<double> cost_usd;
  std::uint32_t attempts = 1;
  std::int64_t latency_ms = 0;
  bool stored = false;  // taken from the store: not asked again
};

/// One call of a judge, and what it said.
struct JudgeCall {
  Ask ask;
  bool repair = false;  // it was asked for the form alone, after the call before
  VerdictResult verdict;
  CallRecord call;
};

/// What one [[judge]] made of an output; without calls where it asked no model.
struct Judgement {
  const JudgeConfig* judge = nullptr;
  VerdictResult verdict;
  std::vector<JudgeCall> calls;
};

/// The other of a pair.
struct Against {
  std::optional<std::string> model = {};     // where one of the config wrote it
  std::vector<std::string> outputs;          // one a turn; at least one
  std::vector<CallRecord> generations = {};  // only in the line that counts them
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
  std::optional<std::string> model;     // where there are several candidates
  std::string output;                   // of a conversation, the last
  std::vector<CallRecord> generations;  // one a turn
  std::vector<std::string> turns;       // of a conversation: what the user says
  std::optional<Against> against;
  std::vector<Judgement> judgements;
  std::vector<CallRecord> declined;  // refusals in whose place another model's answer counts
  std::optional<Failure> failure;
  nlohmann::json metadata = nlohmann::json::object();
  nlohmann::json human = nlohmann::json::object();  // judge: a person's verdict
  std::optional<std::string> cluster;
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
  struct StoodIn {
    std::string asked;  // who was to answer
    std::string model;  // who did
  };
  std::string status;
  std::string model;
  std::vector<Score> scores;
  std::vector<StoodIn> stood_in;
  std::string failure_code;
  bool possibly_billed = false;
  std::optional<Usage> usage;  // all calls of the line together
  std::optional<double> cost_usd;
};

LineFigures figures_of(const Record& record);
/// nullopt where the judge's verdict is null.
std::optional<double> first_score(const LineFigures& figures, std::string_view judge);
/// `first_judge`: the name that `verdict` belongs to where there is no `verdicts`. Nonsense is read
/// as absent.
LineFigures figures_of(JsonView line, const std::string& first_judge);

}  // namespace judge
