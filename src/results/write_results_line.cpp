#include "results/write_results_line.hpp"

#include "base/hash.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"

namespace judge {
namespace {

using Rater = Column::Rater;

/// Writes one line, member by member.
class LineWriter {
 public:
  LineWriter(const ForeignVerdicts& verdicts, std::size_t at, std::string& out)
      : verdicts_(verdicts), table_(verdicts.table), line_(table_.lines[at]), at_(at), json_(out) {
    for (const auto& column : table_.columns) {
      judges_ += column.rater == Rater::judge;
      if (column.rater == Rater::judge && !column.cells[at].scored()) scored_ = false;
    }
  }

  void write(WallTime when) {
    json_.begin_object();
    json_.member("id", table_.ids[line_.id]);
    json_.member("epoch", line_.epoch);
    json_.member("index", at_);
    if (!model().empty()) json_.member("model", model());
    json_.member("status", scored_ ? "scored" : "unscored");
    json_.member("output", kept(verdicts_.texts.outputs));
    write_against();
    write_verdicts();
    write_calls();
    for (const auto* name : {"generation", "usage", "cost_usd", "error"})
      json_.member(name, nullptr);
    if (!scored_) write_unscored();
    write_people();
    if (line_.cluster != no_name) json_.member("cluster", table_.clusters[line_.cluster]);
    json_.member("metadata", at_ < verdicts_.texts.metadata.size() ? verdicts_.texts.metadata[at_]
                                                                   : nlohmann::json::object());
    json_.member("fingerprint", hex(Hasher().add(table_.name).add(at_).finish(), 16));
    json_.member("finished_at", show_utc(when));
    json_.end_object();
  }

 private:
  const std::string& model() const { return table_.models[line_.model]; }

  std::string_view kept(const std::vector<std::string>& texts) const {
    return at_ < texts.size() ? std::string_view(texts[at_]) : std::string_view();
  }

  std::string_view words(std::size_t column) const {
    const auto& words = verdicts_.texts.words;
    return column < words.size() ? kept(words[column]) : std::string_view();
  }

  void write_value(const Column& column) {
    const auto& cell = column.cells[at_];
    json_.key("value");
    if (!cell.scored()) return json_.value(nullptr);
    if (column.kind == VerdictKind::truth) return json_.value(cell.score >= 0.5);
    if (cell.label != no_name) return json_.value(table_.labels[cell.label]);
    if (column.kind == VerdictKind::preference) return json_.value(nullptr);  // half a win each
    json_.value(cell.score);
  }

  void write_score(const Cell& cell) {
    json_.member("score", cell.scored() ? std::optional(cell.score) : std::nullopt);
  }

  void write_verdict(std::string_view name, const Column& column) {
    json_.key(name);
    if (!column.cells[at_].scored()) return json_.value(nullptr);
    json_.begin_object();
    write_value(column);
    write_score(column.cells[at_]);
    json_.member("explanation", "");
    json_.end_object();
  }

  void write_verdicts() {
    bool first = true;
    for (const auto& column : table_.columns) {
      if (column.rater != Rater::judge || !first) continue;
      write_verdict("verdict", column);
      first = false;
    }
    if (judges_ < 2) return;
    json_.key("verdicts");
    json_.begin_object();
    for (const auto& column : table_.columns)
      if (column.rater == Rater::judge) write_verdict(column.name, column);
    json_.end_object();
  }

  void write_against() {
    if (line_.against == no_name && !line_.other) return;
    json_.key("against");
    json_.begin_object();
    json_.member("model", line_.against == no_name ? std::optional<std::string>()
                                                   : table_.models[line_.against]);
    json_.member("output", kept(verdicts_.texts.others));
    json_.end_object();
  }

  bool has_calls(const std::string& judge) const {
    return table_.column(judge, Rater::call) != nullptr;
  }

  /// Calls that are known: one an order, or the text that a verdict was read from.
  void write_calls() {
    json_.key("judges");
    json_.begin_array();
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      const auto& column = table_.columns[c];
      const bool whole = column.rater == Rater::judge && !has_calls(column.name);
      if (column.rater == Rater::call || (whole && !words(c).empty())) write_call(column, words(c));
    }
    json_.end_array();
  }

  void write_call(const Column& column, std::string_view text) {
    const auto& cell = column.cells[at_];
    json_.begin_object();
    json_.member("model", column.model.empty() ? column.name : column.model);
    if (judges_ > 1) json_.member("judge", column.name);
    if (column.rater == Rater::call) json_.member("order", column.swapped ? "ba" : "ab");
    write_value(column);
    write_score(cell);
    if (!cell.scored() && cell.reason != no_name)
      json_.member("reason", table_.reasons[cell.reason]);
    json_.member("text", text);
    for (const auto* name : {"finish_reason", "usage", "cost_usd", "attempts", "latency_ms"})
      json_.member(name, nullptr);
    json_.member("stored", false);
    json_.end_object();
  }

  void write_unscored() {
    json_.key("unscored");
    json_.begin_array();
    for (const auto& column : table_.columns) {
      const auto& cell = column.cells[at_];
      if (column.rater != Rater::judge || cell.scored()) continue;
      json_.begin_object();
      json_.member("judge", column.name);
      json_.member("reason", cell.reason == no_name ? "absent" : table_.reasons[cell.reason]);
      json_.member("detail", "");
      json_.end_object();
    }
    json_.end_array();
  }

  void write_people() {
    bool any = false;
    for (const auto& column : table_.columns) {
      if (column.rater != Rater::human || !column.cells[at_].scored()) continue;
      if (!any) {
        json_.key("human");
        json_.begin_object();
      }
      any = true;
      json_.key(column.name);
      write_plain(column);
    }
    if (any) json_.end_object();
  }

  void write_plain(const Column& column) {
    const auto& cell = column.cells[at_];
    if (column.kind == VerdictKind::truth) return json_.value(cell.score >= 0.5);
    if (cell.label != no_name) return json_.value(table_.labels[cell.label]);
    json_.value(cell.score);
  }

  const ForeignVerdicts& verdicts_;
  const VerdictTable& table_;
  const VerdictLine& line_;
  std::size_t at_;
  JsonWriter json_;
  std::size_t judges_ = 0;
  bool scored_ = true;
};

}  // namespace

std::string results_line(const ForeignVerdicts& verdicts, std::size_t line, WallTime when) {
  std::string text;
  LineWriter(verdicts, line, text).write(when);
  return text + "\n";
}

}  // namespace judge
