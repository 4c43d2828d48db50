#include "foreign_files.hpp"

using namespace judge;
using namespace judge::test;

namespace {

std::string refusal(const MappingValues& values) {
  const auto mapping = make_mapping(values);
  REQUIRE_FALSE(mapping);
  CHECK(mapping.error().fault == Fault::usage);
  return mapping.error().message;
}

}  // namespace

TEST_CASE(
    "a mapping without verdicts, and others that make no sense, are refused with what to do") {
  CHECK(refusal({}).starts_with("nothing says where the verdicts are; name a field with --score"));
  CHECK(refusal({{"score", {"s"}}, {"scale", {"10,1"}}}) ==
        "--scale 10,1: is to be the lowest and the highest score, such as 1,10");
  CHECK(refusal({{"label", {"s"}}, {"value", {"good"}}}) ==
        "--value good: is to be a label and its number, such as good=1");
  CHECK(refusal({{"prefer", {"s"}}, {"code", {"c=1"}}}) ==
        "--code c=1: is to be a, b, tie or null and its codes, such as tie=0,1.5");
  CHECK(refusal({{"prefer", {"s"}}, {"code", {"a=1", "b=1"}}}) ==
        "--code b=1: 1 is said to be a too");
  CHECK(refusal({{"score", {"s"}}, {"a", {"x"}}}).starts_with("--a and --b name the two models"));
  CHECK(refusal({{"score", {"s"}}, {"swapped", {"x"}}}).starts_with("--swapped x: goes with"));
}

TEST_CASE("a TOML file says the same as the command line") {
  const Scratch folder;
  write_file(folder / "map.toml", R"(id = "idx"
label = ["x", "y"]
value = { good = 1, bad = 0.5 }
code = { tie = [0, 1.5], null = -1 }
scale = [1, 10]
swap-undone = true
human-file = "people.csv"
human = "h"
)");
  const auto values = read_mapping(folder / "map.toml");
  REQUIRE(values);
  const auto mapping = make_mapping(*values);
  REQUIRE(mapping);
  CHECK(mapping->id == "idx");
  CHECK(mapping->verdicts.size() == 2);
  CHECK(mapping->verdicts[1].field == "y");
  CHECK(mapping->values.size() == 2);
  CHECK(mapping->codes.at("1.5") == "tie");
  CHECK(mapping->codes.at("-1") == "null");
  CHECK(mapping->scale == std::pair(1.0, 10.0));
  CHECK(mapping->swap_undone);
  CHECK(mapping->human_file == folder / "people.csv");
}

TEST_CASE("a slip in a TOML file is named with its place") {
  const Scratch folder;
  write_file(folder / "map.toml", "id = \"x\"\nscor = \"s\"\n");
  const auto values = read_mapping(folder / "map.toml");
  REQUIRE_FALSE(values);
  CHECK(values.error().message ==
        (folder / "map.toml").string() +
            ":2:1: scor: no such key, did you mean score?; the keys are the long options of judge "
            "score");
}
