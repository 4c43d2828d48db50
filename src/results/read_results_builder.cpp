#include "results/read_results_builder.hpp"

#include <algorithm>
#include <utility>

namespace judge {
namespace {

/// Why this judge has no verdict, as the line has it; where there is but one judge, none is named.
std::string_view reason_of(JsonView line, std::optional<std::string_view> judge) {
  std::string_view reason = "absent";
  line["unscored"].each_element([&](JsonView each) {
    if (!judge || each["judge"].text() == judge)
      reason = each["reason"].text().value_or("unreadable");
  });
  return reason;
}

}  // namespace

ResultsBuilder::ResultsBuilder(const ReadOptions& options, std::optional<About> about)
    : options_(options), about_(std::move(about)) {
  found_.by.resize(options.by.size());
  if (!about_) return;
  for (const auto& judge : about_->judges) judge_column(judge_number(judge.name));
}

VerdictLine ResultsBuilder::line_of(JsonView json) {
  VerdictLine line{.id = table_.ids.add(words_of(json["id"]).value_or(""))};
  line.epoch = static_cast<std::uint32_t>(json["epoch"].integer().value_or(0));
  const bool one = about_ && about_->models.size() == 1;
  line.model = table_.models.add(json["model"].text().value_or(one ? about_->models[0] : ""));
  line.output = output_style(json["output"].text().value_or(""));
  line.failed = json["status"].text() == "failed";
  if (const auto other = json["against"]; other.is_object()) {
    line.other = output_style(other["output"].text().value_or(""));
    if (const auto model = other["model"].text()) line.against = table_.models.add(*model);
  }
  const auto path = options_.cluster.empty() ? "cluster" : std::string_view(options_.cluster);
  if (const auto cluster = words_of(find_in_line(json, path))) {
    line.cluster = table_.clusters.add(*cluster);
    found_.cluster = true;
  }
  std::string group;
  for (std::size_t i = 0; i < options_.by.size(); ++i) {
    const auto part = words_of(find_in_line(json, options_.by[i]));
    if (part) found_.by[i] = true;
    group += (i > 0 ? " / " : "") + part.value_or("(none)");
  }
  if (!options_.by.empty()) line.group = table_.groups.add(group);
  return line;
}

bool ResultsBuilder::add(JsonView json) {
  const bool has_id = json["id"].text() || json["id"].integer();
  if (!has_id || !json["status"].text()) return false;
  const auto at = table_.add_line(line_of(json));
  add_verdicts(json, at);
  add_calls(json, at);
  add_people(json, at);
  return true;
}

// What failed has no verdicts to name judges by: finish() sees to it.
void ResultsBuilder::add_verdicts(JsonView json, std::size_t at) {
  const auto add = [&](std::string_view judge, JsonView verdict, std::string_view reason) {
    add_verdict(judge, verdict, at, verdict.is_object() ? no_name : table_.reasons.add(reason));
  };
  if (json["verdicts"].is_object()) {
    json["verdicts"].each_member([&](std::string_view judge, JsonView verdict) {
      add(judge, verdict, reason_of(json, judge));
    });
  } else if (!table_.lines[at].failed) {
    add(names_.empty() ? "judge" : names_.front(), json["verdict"], reason_of(json, std::nullopt));
  }
}

void ResultsBuilder::add_verdict(std::string_view name, JsonView verdict, std::size_t at,
                                 std::uint32_t reason) {
  const auto judge = judge_number(name);
  const auto column = judge_column(judge);
  if (!verdict.is_object()) return set(column, at, Cell{.reason = reason});
  const auto value = verdict["value"];
  origins_[column].seen.add(value);
  auto cell = cell_of(verdict, table_.labels);
  if (!cell.scored()) cell.reason = table_.reasons.add("unreadable");
  set(column, at, cell);
  if (value.is_object()) add_criteria(judge, Call(), value, at);
}

void ResultsBuilder::add_criteria(std::size_t judge, Call call, JsonView value, std::size_t at) {
  call.of_value = true;
  value.each_member([&](std::string_view criterion, JsonView met) {
    if (!met.boolean() && !met.number()) return;
    call.criterion = criterion;
    set(call_column(judge, call), at, cell_of_value(met, table_.labels));
  });
}

void ResultsBuilder::add_calls(JsonView json, std::size_t at) {
  called_.clear();
  json["judges"].each_element([&](JsonView call) { add_call(call, at); });
}

void ResultsBuilder::add_call(JsonView json, std::size_t at) {
  const auto fallback = names_.empty() ? std::string("judge") : names_.front();
  const auto judge = judge_number(json["judge"].text().value_or(fallback));
  const auto number = json["criterion"].integer();
  const auto criterion =
      number ? std::to_string(*number) : std::string(json["criterion"].text().value_or(""));
  const auto asked = json["asked"].text();  // whom a fallback stood in for
  const Call call{.model = meant_model(judge, asked.value_or(json["model"].text().value_or(""))),
                  .vote = static_cast<std::uint32_t>(json["vote"].integer().value_or(0)),
                  .swapped = json["order"].text() == "ba",
                  .criterion = criterion};
  const auto column = call_column(judge, call);
  origins_[column].seen.add(json["value"]);
  auto cell = cell_of(json, table_.labels);
  if (!cell.scored())
    cell.reason = table_.reasons.add(json["reason"].text().value_or("unreadable"));
  // A repair's answer is in its own place only where it helped.
  auto& before = table_.columns[column].cells[at];
  if (cell.scored() || !before.scored()) set(column, at, cell);
  if (json["value"].is_object()) add_criteria(judge, call, json["value"], at);
  for (const auto other : called_)
    if (other != column && origins_[other].judge == judge)
      origins_[other].needed = origins_[column].needed = true;
  called_.push_back(column);
}

void ResultsBuilder::add_people(JsonView json, std::size_t at) {
  json["human"].each_member(
      [&](std::string_view name, JsonView value) { add_human(std::string(name), value, at); });
  if (options_.human.empty()) return;
  const auto value = find_in_line(json, options_.human);
  if (!words_of(value)) return;
  found_.human = true;
  add_human(options_.human, value, at);
}

void ResultsBuilder::add_human(const std::string& name, JsonView value, std::size_t at) {
  const auto known = std::ranges::find_if(table_.columns, [&](const Column& each) {
    return each.rater == Column::Rater::human && each.name == name;
  });
  const auto place = static_cast<std::size_t>(known - table_.columns.begin());
  const auto column = known != table_.columns.end() ? place : human_column(name);
  auto cell = cell_of_value(value, table_.labels);
  if (!words_of(value)) cell.reason = table_.reasons.add("absent");
  set(column, at, cell);
}

void ResultsBuilder::set(std::size_t column, std::size_t at, Cell cell) {
  table_.columns[column].cells[at] = cell;
}

}  // namespace judge
