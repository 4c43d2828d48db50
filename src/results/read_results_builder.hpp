#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "results/about.hpp"
#include "results/read_results.hpp"
#include "results/read_results_values.hpp"
#include "store/json_view.hpp"

namespace judge {

/// Makes a table of results lines, one after another.
class ResultsBuilder {
 public:
  ResultsBuilder(const ReadOptions& options, std::optional<About> about);

  /// False where `line` is no results line.
  bool add(JsonView line);
  /// The table; nothing can be added any more. `file` is what remarks call the file.
  VerdictTable finish(const std::string& file);

  /// Whether any line had what the option names.
  struct Found {
    std::vector<bool> by;
    bool cluster = false;
    bool human = false;
  };
  const Found& found() const { return found_; }

 private:
  /// What is known of a column beside what the table holds.
  struct Origin {
    std::size_t judge = 0;  // its place among names_
    bool of_value = false;  // a criterion, taken from a verdict's value
    bool needed = true;     // false: a call that is its line's only one throughout, so far
    SeenValues seen;
  };
  struct Call {
    std::string_view model;
    std::uint32_t vote = 0;
    bool swapped = false;
    std::string_view criterion;
    bool of_value = false;
  };

  void add_verdicts(JsonView line, std::size_t at);
  void add_verdict(std::string_view judge, JsonView verdict, std::size_t at, std::uint32_t reason);
  void add_calls(JsonView line, std::size_t at);
  void add_call(JsonView call, std::size_t at);
  void add_criteria(std::size_t judge, Call call, JsonView value, std::size_t at);
  void add_people(JsonView line, std::size_t at);
  void add_human(const std::string& name, JsonView value, std::size_t at);
  VerdictLine line_of(JsonView line);

  std::size_t judge_number(std::string_view name);
  std::string_view meant_model(std::size_t judge, std::string_view answered) const;
  std::size_t judge_column(std::size_t judge);
  std::size_t call_column(std::size_t judge, const Call& call);
  std::size_t human_column(const std::string& name);
  std::size_t new_column(Column column, std::size_t judge, bool of_value, bool needed);
  void set(std::size_t column, std::size_t at, Cell cell);

  const About::Judge* described(const std::string& judge) const;  // nullptr: not
  void name_failures();
  void name_the_kinds(const std::string& file);
  void infer_choices(Column& column) const;
  void take_from_judge(Column& call) const;
  void resolve_people();
  void resolve_person(const Column& judge, Column& column);
  void drop_repeats();
  void need_orders();
  void drop_columns();

  const ReadOptions options_;
  const std::optional<About> about_;
  VerdictTable table_;
  std::vector<Origin> origins_;     // of the table's columns
  std::vector<std::string> names_;  // of judges, in the order they came up
  Found found_;
  std::vector<std::size_t> called_;  // call columns of the line at hand
};

}  // namespace judge
