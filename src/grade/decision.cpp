#include "grade/decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "grade/said.hpp"

namespace judge {
namespace {

using Calls = std::span<const AskedVerdict>;

/// The calls that make up one voter's verdict: both orders, or every criterion.
std::size_t ballot_size(Calls calls) {
  const auto& [model, vote, swapped, criterion] = calls.front().ask;
  const auto end = std::ranges::find_if(calls, [&](const AskedVerdict& call) {
    return call.ask.model != model || call.ask.vote != vote;
  });
  return static_cast<std::size_t>(end - calls.begin());
}

/// Of chances instead of winners.
Verdict between(const Verdict& first, const Verdict& second) {
  const auto score = (first.score + second.score) / 2;
  return {.value = number_json(score),
          .score = score,
          .explanation = first.explanation,
          .coverage = std::min(first.coverage.value_or(1), second.coverage.value_or(1))};
}

VerdictResult both_orders(const JudgeConfig& config, Calls calls) {
  for (const auto& call : calls)
    if (!call.verdict) return call.verdict;
  const auto& first = *calls[0].verdict;
  const auto& second = *calls[1].verdict;
  if (first.value.is_number() || second.value.is_number()) return between(first, second);
  if (first.value == second.value) return first;
  const auto words = fmt::format("The orders disagree: {} with a first, {} with b first.",
                                 first.value.get<std::string>(), second.value.get<std::string>());
  if (config.on_inconsistent == OnInconsistent::drop)
    return std::unexpected(Unscored{"inconsistent", words});
  const bool tie = config.on_inconsistent == OnInconsistent::tie;
  return Verdict{.value = tie ? "tie" : "half", .score = 0.5, .explanation = words};
}

VerdictResult all_criteria(const JudgeConfig& config, Calls calls) {
  std::vector<bool> met;
  std::string explanation;
  for (const auto& call : calls) {
    if (!call.verdict) return call.verdict;
    met.push_back(call.verdict->score != 0);
    if (call.verdict->explanation.empty()) continue;
    explanation += fmt::format("{}{}: {}", explanation.empty() ? "" : "\n", call.ask.criterion,
                               call.verdict->explanation);
  }
  return rubric_verdict(config, met, std::move(explanation));
}

VerdictResult ballot(const JudgeConfig& config, Calls calls) {
  if (calls.size() == 1 && calls.front().ask.criterion == 0) return calls.front().verdict;
  return config.method == Method::pairwise ? both_orders(config, calls)
                                           : all_criteria(config, calls);
}

Combine how(const JudgeConfig& config) {
  const bool labels = (config.method == Method::choice || config.method == Method::pairwise) &&
                      !config.logprobs.wanted;
  return config.combine.value_or(labels ? Combine::majority : Combine::mean);
}

VerdictResult majority(const JudgeConfig& config, const std::vector<Verdict>& verdicts) {
  std::map<nlohmann::json, std::size_t> counts;
  for (const auto& verdict : verdicts) ++counts[verdict.value];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& c) { return c.second; });
  const auto as_many = std::ranges::count_if(
      counts, [&](const auto& count) { return count.second == most->second; });
  if (as_many > 1 && config.method == Method::pairwise)
    return Verdict{.value = "tie", .score = 0.5, .explanation = "The votes are tied."};
  if (as_many > 1)
    return std::unexpected(
        Unscored{"no_majority",
                 fmt::format("{} different verdicts have {} votes each.", as_many, most->second)});
  return *std::ranges::find(verdicts, most->first, &Verdict::value);
}

double middle(std::vector<double> scores) {
  std::ranges::sort(scores);
  const auto half = scores.size() / 2;
  return scores.size() % 2 == 1 ? scores[half] : (scores[half - 1] + scores[half]) / 2;
}

double mean(const std::vector<double>& scores) {
  double sum = 0;
  for (const auto score : scores) sum += score;
  return sum / static_cast<double>(scores.size());
}

Verdict number(Combine combine, const std::vector<Verdict>& verdicts) {
  std::vector<double> scores;
  scores.reserve(verdicts.size());
  for (const auto& verdict : verdicts) scores.push_back(verdict.score);
  const auto score = combine == Combine::mean ? mean(scores) : middle(scores);
  return {.value = number_json(score), .score = score, .explanation = verdicts[0].explanation};
}

VerdictResult combined(const JudgeConfig& config, const std::vector<VerdictResult>& ballots) {
  std::vector<Verdict> readable;
  for (const auto& verdict : ballots)
    if (verdict) readable.push_back(*verdict);
  const auto needed = config.min_votes > 0 ? config.min_votes : ballots.size() / 2 + 1;
  if (readable.size() < needed) {
    const auto unreadable =
        std::ranges::find_if(ballots, [](const auto& verdict) { return !verdict; });
    return std::unexpected(
        Unscored{"too_few_votes",
                 fmt::format("{} of {} votes can be read, {} are needed; {}", readable.size(),
                             ballots.size(), needed, unreadable->error().detail)});
  }
  const auto combine = how(config);
  if (combine == Combine::majority) return majority(config, readable);
  return number(combine, readable);
}

}  // namespace

Verdict rubric_verdict(const JudgeConfig& config, const std::vector<bool>& met,
                       std::string explanation) {
  auto value = nlohmann::json::object();
  double points = 0, possible = 0;
  for (std::size_t i = 0; i < met.size(); ++i) {
    value[std::to_string(i + 1)] = static_cast<bool>(met[i]);
    const auto worth = config.criteria[i].points;
    points += met[i] ? worth : 0;
    possible += std::max(worth, 0.0);
  }
  return {
      .value = std::move(value), .score = points / possible, .explanation = std::move(explanation)};
}

VerdictResult decide(const JudgeConfig& config, std::span<const AskedVerdict> asked) {
  std::vector<VerdictResult> ballots;
  while (!asked.empty()) {
    const auto size = ballot_size(asked);
    ballots.push_back(ballot(config, asked.first(size)));
    asked = asked.subspan(size);
  }
  return ballots.size() == 1 ? std::move(ballots.front()) : combined(config, ballots);
}

}  // namespace judge
