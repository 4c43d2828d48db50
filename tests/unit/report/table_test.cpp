#include "report/table.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace judge;

TEST_CASE("columns are as wide as their widest cell, and numbers end where numbers end") {
  Table table({{"model"}, {"n", Align::right}, {"mean", Align::right}});
  table.add({"gpt-5-mini", "1,240", "7.2"});
  table.add({"k", "7", "10"});
  CHECK(table.text("  ", false) ==
        "  model           n  mean\n"
        "  gpt-5-mini  1,240   7.2\n"
        "  k               7    10\n");
}

TEST_CASE("a column with nothing in it is left out, and missing cells are empty") {
  Table table({{"judge"}, {"model"}, {"n", Align::right}, {"note"}});
  table.add({"a", "", "1"});
  table.add({"b", "", "2", "seen"});
  CHECK(table.text("", false) ==
        "judge  n  note\n"
        "a      1\n"
        "b      2  seen\n");
}

TEST_CASE("a table without titles has no head") {
  Table table({{}, {}});
  table.add({"tokens", "12 in"});
  CHECK(table.text("", true) == "tokens  12 in\n");
}

TEST_CASE("a title that is wider than its cells makes the column") {
  Table table({{"unscored", Align::right}, {"x"}});
  table.add({"3", "y"});
  CHECK(table.text("", false) == "unscored  x\n       3  y\n");
}

TEST_CASE("characters of several bytes take one column") {
  Table table({{"name"}, {"n", Align::right}});
  table.add({"naïve…", "1"});
  table.add({"plain one", "2"});
  CHECK(table.text("", false) ==
        "name       n\n"
        "naïve…     1\n"
        "plain one  2\n");
}

TEST_CASE("the head alone is coloured") {
  Table table({{"n"}});
  table.add({"1"});
  CHECK(table.text("", true) == "\x1b[2mn\x1b[0m\n1\n");
}

TEST_CASE("too many cells are a bug") {
  Table table({{"n"}});
  CHECK_THROWS_AS(table.add({"1", "2"}), std::logic_error);
}
