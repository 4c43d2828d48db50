#include "report/sheet_render.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/screen.hpp"
#include "report/report_sheets.hpp"
#include "report/sheet_print.hpp"

using namespace judge;

namespace {

Sheet metrics() {
  return {.key = "metrics",
          .title = "Metrics",
          .columns = {{"judge", "judge"},
                      {"model", "model"},
                      {"n", "n", Show::count},
                      {"mean", "rate", Show::rate},
                      {"interval", "95 % interval", Show::rate}},
          .rows = {{"quality", {}, std::int64_t{1240}, 0.82, Interval{0.733, 0.883}},
                   {"b", {}, std::int64_t{1}, {}, {}}},
          .remarks = {"1 row has a single verdict."}};
}

Sheet of_text(const std::string& text) {
  return {.key = "s",
          .title = "S",
          .columns = {{"t", "t"}, {"n", "n", Show::count}},
          .rows = {{text, std::int64_t{1}}},
          .remarks = {}};
}

std::string first_cell(const std::string& csv) {
  const auto begin = csv.find("\r\n") + 2;
  return csv.substr(begin, csv.rfind(",1\r\n") - begin);
}

}  // namespace

TEST_CASE("a sheet for a terminal has aligned columns, - for unknown, and its remarks") {
  CHECK(sheets_text(std::vector{metrics()}, {}) ==
        "Metrics\n"
        "  judge        n    rate   95 % interval\n"
        "  quality  1,240  82.0 %  73.3 to 88.3 %\n"
        "  b            1       -               -\n"
        "  1 row has a single verdict.\n");
}

TEST_CASE("sheets for a terminal are an empty line apart, and empty ones are left out") {
  const std::vector sheets{of_text("a"), Sheet(), of_text("b")};
  CHECK(sheets_text(sheets, {}) == "S\n  t  n\n  a  1\n\nS\n  t  n\n  b  1\n");
}

TEST_CASE("numbers are shown as what they are") {
  CHECK(show(7.21449, Show::score) == "7.214");
  CHECK(show(0.5, Show::rate) == "50.0 %");
  CHECK(show(0.0213, Show::difference) == "+0.0213");
  CHECK(show(-2.0, Show::difference) == "-2");
  CHECK(show(0.0, Show::difference) == "0");
  CHECK(show(0.0321, Show::p_value) == "0.032");
  CHECK(show(0.00042, Show::p_value) == "0.0004");
  CHECK(show(0.00001, Show::p_value) == "<0.0001");
  CHECK(show(1.5, Show::usd) == "$1.50");
  CHECK(show(std::int64_t{-1234567}, Show::count) == "-1,234,567");
  CHECK(show(Interval{-0.1, 0.2}, Show::difference) == "-0.1 to +0.2");
  CHECK(show(std::nan(""), Show::score).empty());
  CHECK(show(Interval{0, INFINITY}, Show::score).empty());
}

TEST_CASE("hostile text stays on its line of the screen") {
  const auto text = sheets_text(std::vector{of_text("\x1b[2J\nx\xff")}, {});
  CHECK(text.contains("\\x1b[2J\\nx\\xff"));
}

TEST_CASE("texts are cut where the terminal is narrow, numbers never") {
  auto sheet = of_text(std::string(50, 'x'));
  CHECK(sheets_text(std::vector{sheet}, {.width = 30}) ==
        "S\n  t                          n\n  xxxxxxxxxxxxxxxxxxxxxxxx…  1\n");
  CHECK(sheets_text(std::vector{sheet}, {.width = 5}).contains("xxxxxxx…  1\n"));
}

TEST_CASE("remarks are broken between words where the terminal is narrow") {
  Sheet sheet;
  sheet.title = "S";
  sheet.remarks = {"one two three four"};
  CHECK(sheets_text(std::vector{sheet}, {.width = 12}) == "S\n  one two\n  three four\n");
  CHECK(sheets_text(std::vector{sheet}, {.width = 3}) == "S\n  one\n  two\n  three\n  four\n");
}

TEST_CASE("JSON has numbers as they are, null for unknown and intervals as pairs") {
  const auto json = nlohmann::json::parse(sheets_json(std::vector{metrics()}));
  const auto& rows = json["metrics"]["rows"];
  CHECK(rows[0]["mean"] == 0.82);
  CHECK(rows[0]["interval"] == nlohmann::json({0.733, 0.883}));
  CHECK(rows[0]["model"].is_null());
  CHECK(rows[1]["mean"].is_null());
  CHECK(json["metrics"]["remarks"][0] == "1 row has a single verdict.");
}

TEST_CASE("JSON is valid whatever the text, has no number that is none, and loses no sheet") {
  auto odd = of_text("\xff\"");
  odd.rows.push_back({"x", std::nan("")});
  const auto json = nlohmann::json::parse(sheets_json(std::vector{odd, of_text("b")}));
  CHECK(json["s"]["rows"][0]["t"] == "\uFFFD\"");
  CHECK(json["s"]["rows"][1]["n"].is_null());
  CHECK(json["s_2"]["rows"][0]["t"] == "b");
}

TEST_CASE("CSV has a column for each end of an interval, and nothing for unknown") {
  CHECK(sheets_csv(std::vector{metrics()}) ==
        "judge,model,n,mean,interval_low,interval_high\r\n"
        "quality,,1240,0.82,0.733,0.883\r\n"
        "b,,1,,,\r\n");
}

TEST_CASE("several sheets in CSV begin each row with their key") {
  CHECK(sheets_csv(std::vector{of_text("a"), of_text("b")}) ==
        "sheet,t,n\r\ns,a,1\r\n\r\nsheet,t,n\r\ns,b,1\r\n");
}

TEST_CASE("CSV quotes what would end a cell, and makes no formula of a text") {
  const std::pair<const char*, const char*> cells[] = {
      {"a,b", "\"a,b\""},
      {"a\"b", "\"a\"\"b\""},
      {"a\nb", "\"a\nb\""},
      {"=1+1", "'=1+1"},
      {"+x", "'+x"},
      {"-x", "'-x"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\tx", "\\tx"},
      {"\r=x", "\\r=x"},
      {"-1.5", "-1.5"},
      {"+3", "+3"},
      {"-1+2", "'-1+2"},
      {" =1+1", "' =1+1"},
      {"\"=1+1\"", "\"'\"\"=1+1\"\"\""},
      {"\n=1+1", "\"'\n=1+1\""},
      {"＝1+1", "'＝1+1"},
      {"a;=1+1", "\"a;=1+1\""},
  };
  for (const auto& [text, cell] : cells)
    CHECK(first_cell(sheets_csv(std::vector{of_text(text)})) == cell);
}

TEST_CASE("Markdown is a table that no text can break or dress up") {
  CHECK(sheets_markdown(std::vector{metrics()}) ==
        "## Metrics\n\n"
        "| judge | model | n | rate | 95 % interval |\n"
        "| --- | --- | ---: | ---: | ---: |\n"
        "| quality |  | 1,240 | 82.0 % | 73.3 to 88.3 % |\n"
        "| b |  | 1 |  |  |\n\n"
        "- 1 row has a single verdict.\n");
  const auto hostile = sheets_markdown(std::vector{of_text("a|b<img>\n[x](y)`z`")});
  CHECK(hostile.contains("| a\\|b&#60;img&#62;\\\\n\\[x\\](y)\\`z\\` | 1 |\n"));
}

TEST_CASE("Markdown has no links but one's own") {
  const auto text = sheets_markdown(
      std::vector{of_text("https://evil.example WWW.evil.example <a href=x> ![i](https://x) $x$")});
  CHECK(
      text.contains("https&#58;//evil.example &#87;WW.evil.example &#60;a href=x&#62; "
                    "!\\[i\\](https&#58;//x) \\$x\\$"));
}

TEST_CASE("no export brings a terminal escape to the screen") {
  const std::vector hostile{of_text("\x1b[2J\u009b2J\u202e\x7f")};
  for (const auto& text : {sheets_text(hostile, {}), sheets_csv(hostile), sheets_markdown(hostile),
                           sheets_json(hostile)}) {
    auto lines = text;
    std::erase(lines, '\r');  // a CSV line ends with it
    CHECK(printable_lines(lines) == lines);
  }
}

TEST_CASE("remarks beside CSV name their sheet") {
  CHECK(sheet_remarks(std::vector{metrics()}) == "metrics: 1 row has a single verdict.\n");
}

TEST_CASE("sheets of several files become one that names the file in each row") {
  auto scores = metrics();
  scores.columns[3] = {"mean", "mean", Show::score};
  const std::vector<NamedSheets> files{{"a.jsonl", {metrics()}},
                                       {"b.jsonl", {scores, of_text("x")}}};
  const auto merged = merged_sheets(files);
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].columns[0].key == "file");
  REQUIRE(merged[0].rows.size() == 4);
  CHECK(std::get<std::string>(merged[0].rows[2][0]) == "b.jsonl");
  CHECK(merged[0].columns[4].show == Show::score);
  CHECK(merged[0].remarks[1] == "b.jsonl: 1 row has a single verdict.");
}
