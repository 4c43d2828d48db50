#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plan/call_book.hpp"
#include "plan/plan.hpp"
#include "plan/survey_row.hpp"
#include "plan/work.hpp"
#include "run/pipeline.hpp"
#include "run/record.hpp"
#include "run/slots.hpp"

namespace judge {

/// One of the calls that a judge makes of each output.
struct JudgePart {
  const Judge* judge = nullptr;
  std::size_t number = 0;  // in its Judge::asks()
  std::size_t row = 0;     // of its model
};

/// Goes through the samples, makes each request that a run would make, to the byte, and looks for
/// its answer in the store.
class Survey {
 public:
  /// All of it outlives the survey. `store`: nullptr where there is none. `on_ready` is told of
  /// every call that could be made at once.
  Survey(const Config& config, const Pipeline& pipeline, Slots& slots, ReplyDatabase* store,
         OnReady on_ready = nullptr);

  /// Before the first sample: how each server is to be asked.
  Result<> begin();
  Result<> look_at(const Sample& sample);
  /// After the last one.
  void end() { book_.close(); }

  /// First those of the models that generate: the candidates, then the other of each pair.
  const std::vector<SurveyRow>& rows() const { return book_.rows(); }
  const std::vector<JudgePart>& parts() const { return parts_; }
  const WorkSample& work() const { return work_; }
  const WorkShape& shape() const { return shape_; }
  /// The place of the row's model in the config.
  std::size_t model_number(std::size_t row) const {
    return static_cast<std::size_t>(rows()[row].model - config_.models.data());
  }

 private:
  /// One results line to be.
  struct Line {
    const Sample& sample;
    std::uint32_t epoch;
    std::size_t candidate;
    bool done;
    WorkUnit& unit;
  };
  /// What a model has written, turn by turn, or what stands in for it.
  struct Written {
    std::string_view stand_in;
    std::size_t writer = 0;
    std::vector<std::string> outputs = {};
    std::vector<Digest> marks = {};  // of the requests
    std::size_t known = 0;           // turns, from the first on
    bool fails = false;              // cut off before it said anything: so does the line
  };
  struct Outputs {
    std::optional<Written> own;    // nullopt: the dataset's
    std::optional<Written> other;  // likewise, or a baseline's, or there is none
    bool known(std::size_t turn) const { return !own || own->known > turn; }
    std::vector<Wait> waits(std::size_t turn) const;
  };
  enum class Gate { shut, open, unknown };

  void add_parts(const Judge& judge, const std::vector<std::size_t>& rows);
  Result<> look_at_line(const Line& line);
  Result<Written> write(const Line& line, std::size_t writer);
  /// False: the line fails here.
  Result<bool> find_outputs(const Line& line, Record& record, Outputs& outputs);
  Result<bool> find_other(const Line& line, Record& record, Outputs& outputs);
  Result<> look_at_judges(const Line& line, const nlohmann::json& fields, const Record& record,
                          const Outputs& outputs);
  Result<> look_at_judge(std::size_t first_part, const Line& line, const nlohmann::json& fields,
                         std::span<const Wait> waits, bool gated);
  Gate gate_of(const Judge& judge, const nlohmann::json& fields, const Record& record,
               const Outputs& outputs) const;

  const Config& config_;
  const Pipeline& pipeline_;
  Slots& slots_;
  CallBook book_;
  std::vector<JudgePart> parts_;
  WorkShape shape_;
  WorkSample work_;
};

}  // namespace judge
