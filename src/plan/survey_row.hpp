#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/dialect.hpp"
#include "plan/pilot.hpp"
#include "plan/plan.hpp"

namespace judge {

/// What was found of the calls of one stage to one model: of a panel's model every vote, order and
/// criterion.
struct SurveyRow {
  std::string stage;
  const ModelConfig* model = nullptr;
  std::unique_ptr<Dialect> dialect;
  ReplyFormat format = ReplyFormat::text;
  bool repairs = false;  // its judge may ask again for the form alone: not counted
  std::uint64_t calls = 0;
  std::uint64_t left = 0;
  std::uint64_t gated = 0;    // of those left: its gate may yet spare them
  double left_bytes = 0;      // of the requests left; without the outputs not written yet
  std::uint64_t waiting = 0;  // of those left: they show an output that is not written yet
  double waiting_bytes = 0;   // the outputs these wait for, as often as they show them
  Pilot pilot;
  std::vector<PlannedRequest> first;  // two at most
};

/// How long an answer of `row` is expected to be: by the pilot, else assumed.
double expected_text_bytes(const SurveyRow& row);

/// How much longer the outputs it waits for make a request of `row`, on average.
double awaited_bytes(const SurveyRow& row);

}  // namespace judge
