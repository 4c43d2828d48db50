#include "run/line_judge.hpp"

#include <limits>

#include "run/shape.hpp"

namespace judge {
namespace {

std::optional<std::uint64_t> count_at(JsonView line, std::string_view key) {
  const auto number = line[key].integer();
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

}  // namespace

LineJudge::LineJudge(const Config& config, const Pipeline& pipeline, bool retry_unscored,
                     Opening& opening)
    : config_(config), pipeline_(pipeline), retry_unscored_(retry_unscored), opening_(opening) {}

KeepLine LineJudge::operator()(JsonView line) {
  const auto place = place_of(line);
  if (!place || opening_.slots.done(place->number)) return KeepLine::stale;
  const auto figures = figures_of(line, config_.judges.front().name);
  if (figures.status == "failed") {
    opening_.slots.mark_failed_before(place->number);
    return KeepLine::retry;
  }
  if (figures.status == "unscored" && retry_unscored_) {
    opening_.slots.mark_afresh(place->number);
    return KeepLine::retry;
  }
  opening_.slots.mark_answered_before(place->number);
  count(*place, figures);
  return KeepLine::keep;
}

void LineJudge::look(JsonView line) {
  const auto place = place_of(line);
  if (!place || opening_.slots.done(place->number)) return;
  count(*place, figures_of(line, config_.judges.front().name));
}

void LineJudge::count(const Place& place, const LineFigures& figures) {
  opening_.slots.mark_done(place.number);
  if (!opening_.first_scores.empty())
    opening_.first_scores[place.number] = first_score(figures, config_.judges.front().name)
                                              .value_or(std::numeric_limits<double>::quiet_NaN());
  opening_.tally.add(figures, place.sample);
  ++opening_.resumed;
}

std::optional<LineJudge::Place> LineJudge::place_of(JsonView line) {
  const auto sample = count_at(line, "index");
  const auto epoch = count_at(line, "epoch");
  const auto candidate = candidate_of(line);
  if (!sample || !epoch || !candidate) return std::nullopt;
  if (*sample >= opening_.slots.samples() || *epoch >= config_.run.epochs) return std::nullopt;
  const auto entry = opening_.index.at(*sample);
  if (!entry) {
    error_ = entry.error();
    return std::nullopt;
  }
  const auto expected = line_fingerprint(opening_.shape, entry->digest,
                                         static_cast<std::uint32_t>(*epoch), *candidate);
  if (line["fingerprint"].text() != expected) return std::nullopt;
  return Place{opening_.slots.place(*sample, *epoch, *candidate), *sample};
}

std::optional<std::size_t> LineJudge::candidate_of(JsonView line) const {
  if (!pipeline_.names_candidates()) return 0;
  const auto model = line["model"].text();
  for (std::size_t i = 0; i < pipeline_.candidates().size(); ++i)
    if (model == pipeline_.candidates()[i]) return i;
  return std::nullopt;
}

}  // namespace judge
