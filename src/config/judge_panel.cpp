// How many verdicts a judge is asked for, how they become one, and when it is asked at all.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

std::optional<Combine> read_combine(Section& section, Method method) {
  const auto text = section.one_of("combine", {"majority", "mean", "median"});
  if (!text) return std::nullopt;
  if (*text == "mean") return Combine::mean;
  if (*text == "median") return Combine::median;
  if (method == Method::rubric) {
    section.reading().problem(section.entry("combine"),
                              "shares of points have no majority: use mean or median");
    return std::nullopt;
  }
  return Combine::majority;
}

void read_min_votes(Section& section, JudgeConfig& judge) {
  const auto ballots = static_cast<std::int64_t>(judge.votes) *
                       static_cast<std::int64_t>(std::max<std::size_t>(judge.models.size(), 1));
  put(judge.min_votes, section.integer("min_votes", 1, ballots));
}

// true, or { or = "unscored", min_coverage = 0.9, top = 20 }.
void read_logprobs(Section& section, JudgeConfig& judge) {
  const auto found = section.find("logprobs");
  if (!found) return;
  auto& logprobs = judge.logprobs;
  if (!found->node->is_table()) {
    put(logprobs.wanted, section.boolean("logprobs"));
    return;
  }
  auto table = section.table("logprobs");
  logprobs.wanted = true;
  if (const auto otherwise = table->one_of("or", {"text", "unscored"}))
    logprobs.or_text = *otherwise == "text";
  if (const auto least = table->not_negative("min_coverage")) {
    if (*least <= 1)
      logprobs.min_coverage = *least;
    else
      section.reading().problem(table->entry("min_coverage"), "must be from 0 to 1");
  }
  put(logprobs.top, table->integer("top", 1, 20));
  table->refuse_unknown();
}

}  // namespace

void read_panel(Section& section, JudgeConfig& judge) {
  put(judge.votes, section.integer("votes", 1, 1000));
  judge.combine = read_combine(section, judge.method);
  read_min_votes(section, judge);
  put(judge.repair, section.integer("repair", 0, 1));
  read_logprobs(section, judge);
  put(judge.gate, section.line("gate"));
  put(judge.family, section.one_of("family", {"auto", "json", "mt-bench", "mt-bench-pair",
                                              "arena-hard", "prometheus", "pandalm", "inspect"}));
}

void check_gate(const Section& section, const JudgeConfig& judge,
                const std::vector<JudgeConfig>& before) {
  if (judge.gate.empty()) return;
  const auto gate = std::ranges::find(before, judge.gate, &JudgeConfig::name);
  if (gate == before.end())
    section.reading().problem(
        section.entry("gate"),
        fmt::format("there is no [[judge]] \"{}\" before this one", printable(judge.gate, 60)));
  else if (asks_model(gate->method))
    section.reading().problem(
        section.entry("gate"),
        fmt::format("\"{}\" asks a model: a gate is a free scorer", printable(judge.gate, 60)));
}

}  // namespace judge
