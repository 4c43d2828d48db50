// Whatever the fast way takes, it has to take as nlohmann's own parser does.
#include "dataset/fast_json.hpp"

#include <doctest/doctest.h>

#include "dataset/parse_json.hpp"
#include "support/random_json.hpp"
#include "support/seeds.hpp"

using namespace judge;
using namespace judge::rows;
using nlohmann::json;

namespace {

void check_same(const std::string& text) {
  const auto fast = parse_json_fast(text);
  if (!fast) return;
  const auto dom = json::parse(text, nullptr, false);
  INFO(text);
  REQUIRE_FALSE(dom.is_discarded());
  CHECK(*fast == dom);
  CHECK(fast->dump() == dom.dump());
  CHECK(json::to_cbor(*fast) == json::to_cbor(dom));
}

}  // namespace

TEST_CASE("rows as they are in datasets go the fast way") {
  for (const std::string text :
       {R"({"id":"a","n":0,"m":-7,"big":18446744073709551615,"x":0.5,"t":true,"u":null,"l":[]})",
        R"({"text":"caf\u00e9 \ud83d\ude00 \n\t\"quoted\"","o":{"p":{"q":[1,2,{"r":"s"}]}}})",
        R"(  [1, 2, 3]  )"}) {
    CHECK(parse_json_fast(text));
    check_same(text);
  }
}

TEST_CASE("what has a fault is left to the slow way") {
  for (const std::string text :
       {R"({"a":1,"a":2})", R"({"a":1} x)", R"({"a":01})", R"({"a":"\ud800"})", R"({"a":1e999})",
        "{\"a\":\"\xff\"}", R"({"a":)", "", R"({"a":18446744073709551616})"})
    CHECK_FALSE(parse_json_fast(text));
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(parse_json_fast(nested(max_depth)));
  CHECK(parse_json(nested(max_depth)));
  CHECK_FALSE(parse_json_fast(nested(max_depth + 1)));
  CHECK_FALSE(parse_json(nested(max_depth + 1)));
}

TEST_CASE("a row after a huge one is read as if it had not been there") {
  const auto huge = "{\"a\":\"" + std::string(std::size_t{3} << 20, 'x') + "\"}";
  CHECK(parse_json_fast(huge)->at("a").get_ref<const std::string&>().size() == std::size_t{3}
                                                                                   << 20);
  check_same(R"({"a":1})");
  CHECK(parse_json_fast(R"({"a":1})"));
}

TEST_CASE("the fast way and nlohmann's agree, over many seeds of whole and damaged texts") {
  std::size_t taken = 0;
  for (const auto seed : seeds(3000)) {
    Random random(seed);
    auto text = random_json(random).dump(-1, ' ', false, json::error_handler_t::replace);
    taken += parse_json_fast(text) ? 1 : 0;
    check_same(text);
    if (text.empty()) continue;
    text[random.below(text.size())] = static_cast<char>(random.below(256));
    check_same(text);
    check_same(text.substr(0, random.below(text.size() + 1)));
  }
  CHECK(taken > 0);
}
