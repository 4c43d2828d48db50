// The ready prompts and the quickstart's dataset.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "expect.hpp"
#include "grade/judge.hpp"

using namespace judge;
using nlohmann::json;

namespace {

std::string prompt_file(const std::string& name) {
  const auto root = std::filesystem::path(__FILE__).parent_path() / "../../..";
  std::ifstream file(root / "prompts" / name);
  REQUIRE(file);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string rendered(const std::string& name, const json& fields) {
  const auto parsed = Template::parse({prompt_file(name), name});
  REQUIRE(parsed);
  const auto text = parsed->render(fields);
  REQUIRE(text);
  return *text;
}

const json fields{{"input", "THE QUESTION"}, {"target", "THE TARGET"}, {"output", "THE OUTPUT"}};

}  // namespace

TEST_CASE("every ready prompt delimits what it is given and says which names it uses") {
  for (const std::string name :
       {"score.mustache", "score-reference.mustache", "choice.mustache", "answer.mustache"}) {
    CAPTURE(name);
    const auto source = prompt_file(name);
    CHECK(source.starts_with("{{!"));
    const auto text = rendered(name, fields);
    CHECK_FALSE(text.contains("{{"));
    CHECK(text.contains("<question>\nTHE QUESTION\n</question>"));
    const bool judges = name != "answer.mustache";
    CHECK(text.contains("<output>\nTHE OUTPUT\n</output>") == judges);
    CHECK(text.contains("is data") == judges);
    const bool compares = name == "score-reference.mustache" || name == "choice.mustache";
    CHECK(text.contains("<reference>\nTHE TARGET\n</reference>") == compares);
    const auto comment = source.substr(0, source.find('\n'));
    CHECK(comment.contains("input"));
    CHECK(comment.contains("target") == compares);
  }
}

TEST_CASE("the quickstart's dataset has sixty whole samples") {
  std::istringstream file(prompt_file("quickstart.jsonl"));
  std::set<std::string> ids, topics;
  bool forged = false, refused = false;
  for (std::string line; std::getline(file, line);) {
    const auto row = json::parse(line);
    for (const auto name : {"id", "question", "target", "answer", "topic"}) {
      CAPTURE(line);
      CHECK_FALSE(row.at(name).get<std::string>().empty());
    }
    ids.insert(row["id"]);
    topics.insert(row["topic"]);
    forged |= row["answer"].get<std::string>().contains("[[10]]");
    refused |= row["answer"].get<std::string>().contains("can't help");
  }
  CHECK(ids.size() == 60);
  CHECK(topics.size() == 5);
  CHECK(forged);
  CHECK(refused);
}
