#include "analysis/agreement_raters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace judge {
namespace {

using Kind = Column::Rater;

/// Answers to the same question about the same pair in the same order.
bool is_member(const Column& column) {
  return column.rater == Kind::call && !column.swapped && column.criterion.empty();
}

std::string member_name(const Column& column, bool by_vote) {
  return by_vote ? fmt::format("{}: {} #{}", column.name, column.model, column.vote)
                 : fmt::format("{}: {}", column.name, column.model);
}

std::vector<Rater> members_of(const VerdictTable& table, const std::string& judge) {
  std::vector<Rater> members;
  bool by_vote = false;
  for (const auto& column : table.columns) {
    if (!is_member(column) || column.name != judge) continue;
    by_vote = by_vote || column.vote > 1;
    members.push_back({.column = &column, .name = {}});
  }
  if (members.size() < 2) return {};
  for (auto& member : members) member.name = member_name(*member.column, by_vote);
  return members;
}

bool same_kind(VerdictKind a, VerdictKind b) {
  return a == b || (!is_nominal(a) && !is_nominal(b));
}

}  // namespace

bool is_nominal(VerdictKind kind) {
  return kind != VerdictKind::number && kind != VerdictKind::share;
}

std::vector<Rater> raters_of(const VerdictTable& table) {
  std::vector<Rater> raters;
  for (const auto& column : table.columns) {
    if (column.rater != Kind::judge) continue;
    raters.push_back({.column = &column, .name = column.name});
    std::ranges::move(members_of(table, column.name), std::back_inserter(raters));
  }
  for (const auto& column : table.columns) {
    if (column.rater != Kind::human) continue;
    const bool taken = table.column(column.name, Kind::judge) != nullptr;
    raters.push_back({.column = &column, .name = column.name + (taken ? " (people)" : "")});
  }
  return raters;
}

std::optional<std::string_view> relation(const Rater& a, const Rater& b) {
  if (!same_kind(a.column->kind, b.column->kind)) return std::nullopt;
  if (a.human() && b.human()) return "people";
  if (a.human() || b.human()) return "judge and person";
  const bool call = a.column->rater == Kind::call;
  if (call != (b.column->rater == Kind::call)) return std::nullopt;
  if (!call) return "judges";
  if (a.column->name != b.column->name) return std::nullopt;
  return a.column->model == b.column->model ? "votes" : "panel";
}

bool rated(const Column& column, const Cell& cell) {
  return cell.scored() && (column.kind != VerdictKind::label || cell.label != no_name);
}

std::uint32_t category(const Column& column, const Cell& cell) {
  if (column.kind == VerdictKind::label) return cell.label;
  if (column.kind == VerdictKind::truth) return cell.score >= 0.5 ? 1 : 0;
  return cell.score > 0.5 ? 2 : cell.score < 0.5 ? 0 : 1;
}

std::size_t categories(const VerdictTable& table, VerdictKind kind) {
  if (kind == VerdictKind::label) return table.labels.size();
  return kind == VerdictKind::truth ? 2 : 3;
}

std::string category_name(const VerdictTable& table, VerdictKind kind, std::uint32_t category) {
  if (kind == VerdictKind::label) return table.labels[category];
  if (kind == VerdictKind::truth) return category == 1 ? "true" : "false";
  return category == 2 ? "A" : category == 1 ? "tie" : "B";
}

BootstrapPlan bootstrap_plan(const AnalysisOptions& options) {
  BootstrapPlan plan{.seed = options.seed, .level = options.level};
  if (options.bootstrap > 0) plan.replicates = options.bootstrap;
  return plan;
}

std::vector<std::uint32_t> line_clusters(const VerdictTable& table) {
  const auto named = static_cast<std::uint32_t>(table.clusters.size());
  std::vector<std::uint32_t> clusters;
  clusters.reserve(table.lines.size());
  for (const auto& line : table.lines)
    clusters.push_back(line.cluster == no_name ? named + line.id : line.cluster);
  return clusters;
}

}  // namespace judge
