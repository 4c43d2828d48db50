#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "results/about.hpp"
#include "results/read_results.hpp"
#include "support/scratch.hpp"

namespace judge::test {

using Json = nlohmann::json;

/// A results line as a run writes it, in so far as readers look at it.
inline Json line(const std::string& id, Json more = Json::object()) {
  Json line = {{"id", id},
               {"epoch", 0},
               {"index", 0},
               {"status", "scored"},
               {"output", "so"},
               {"verdict", nullptr},
               {"judges", Json::array()},
               {"metadata", Json::object()}};
  line.update(more);
  return line;
}

inline Json verdict(Json value, Json score) {
  return {{"value", std::move(value)}, {"score", std::move(score)}, {"explanation", ""}};
}

/// A results file of these lines, and what stands beside it.
class ResultsFolder {
 public:
  void add(const Json& line) { text_ += line.dump() + "\n"; }
  void add_text(const std::string& text) { text_ += text; }
  const std::string& text() const { return text_; }
  std::filesystem::path path() const { return folder_ / "r.jsonl"; }
  void describe(const About& about) const { write_file(about_path(path()), about_json(about)); }
  Result<VerdictTable> try_read(const ReadOptions& options = {}) const {
    write_file(path(), text_);
    return read_results(path(), options);
  }
  VerdictTable read(const ReadOptions& options = {}) const {
    auto table = try_read(options);
    REQUIRE_MESSAGE(table, table.error().message);
    return std::move(*table);
  }

 private:
  Scratch folder_;
  std::string text_;
};

}  // namespace judge::test
