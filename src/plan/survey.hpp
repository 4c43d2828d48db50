#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/dialect.hpp"
#include "plan/pilot.hpp"
#include "plan/plan.hpp"
#include "plan/seen.hpp"
#include "plan/work.hpp"
#include "run/pipeline.hpp"
#include "run/slots.hpp"
#include "store/reply_database.hpp"

namespace judge {

/// What was found of the calls of one stage to one model.
struct SurveyRow {
  std::string stage;
  const ModelConfig* model = nullptr;
  std::unique_ptr<Dialect> dialect;
  ReplyFormat format = ReplyFormat::text;
  std::uint64_t calls = 0;
  std::uint64_t left = 0;
  double left_bytes = 0;       // of the requests left; without the outputs not written yet
  std::uint64_t waiting = 0;   // of those left: the output to be judged is not written yet
  double waiting_bytes = 0;    // the outputs these wait for, as they echo in it
  std::optional<double> echo;  // bytes of the request a byte of the output makes
  Pilot pilot;
  std::vector<PlannedRequest> first;  // two at most
};

/// Goes through the samples, makes each request that a run would make, to the byte, and looks for
/// its answer in the store.
class Survey {
 public:
  /// All of it outlives the survey. `store`: nullptr where there is none.
  Survey(const Config& config, const Pipeline& pipeline, Slots& slots, ReplyDatabase* store);

  /// Before the first sample: how each server is to be asked.
  Result<> begin();
  Result<> look_at(Sample sample);
  /// After the last one: what waits for outputs gets their expected size.
  void end();

  const std::vector<SurveyRow>& rows() const { return rows_; }
  const WorkSample& work() const { return work_; }
  std::size_t generation_rows() const { return generation_rows_; }
  /// The place of the row's model in the config.
  std::size_t model_number(std::size_t row) const {
    return static_cast<std::size_t>(rows_[row].model - config_.models.data());
  }

 private:
  struct Asked {
    std::optional<ChatReply> reply;  // as stored
    std::uint32_t left = 0;          // bytes; 0: it need not be asked
    Digest mark{};
  };
  struct Situation {
    const Sample& sample;
    std::uint32_t epoch = 0;
    bool done = false;                     // its results line is there
    std::optional<Digest> waits_for = {};  // the request whose answer is the output
  };

  Result<> look_at_unit(Sample& sample, std::uint32_t epoch, std::size_t candidate, WorkUnit& unit);
  Result<> look_at_judges(const Situation& situation, const nlohmann::json& fields,
                          std::size_t candidate, WorkUnit& unit);
  Result<Asked> ask(SurveyRow& row, const ChatRequest& request, const Situation& situation);
  Result<std::optional<ChatReply>> stored(SurveyRow& row, const Digest& key, std::size_t bytes,
                                          bool is_new);
  Result<double> measure_echo(const Judge& judge, const SurveyRow& row, nlohmann::json fields);

  const Config& config_;
  const Pipeline& pipeline_;
  Slots& slots_;
  ReplyDatabase* store_;
  std::vector<SurveyRow> rows_;
  std::vector<const Judge*> asking_;  // the judges that ask a model, as the rows after generation's
  std::size_t generation_rows_ = 0;
  std::vector<std::vector<std::uint64_t>> waiting_;  // by judge's row, then candidate
  Seen seen_;
  WorkSample work_;
};

/// How long an answer of `row` is expected to be: by the pilot, else assumed.
double expected_text_bytes(const SurveyRow& row);

}  // namespace judge
