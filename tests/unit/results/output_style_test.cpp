#include "results/output_style.hpp"

#include <doctest/doctest.h>

using namespace judge;

TEST_CASE("the looks of a text: code points, headings, list items and bold passages") {
  const auto style = output_style(
      "# Größe\n"
      "###### deep\n"
      "####### too deep\n"
      "#hashtag\n"
      "- one\n"
      "  * two with **bold** and **more**\n"
      "1. three\n"
      "12) four\n"
      "3.14 is no item\n"
      "-1 neither\n"
      "**open");
  CHECK(style.headings == 2);
  CHECK(style.list_items == 4);
  CHECK(style.bold == 2);
  CHECK(output_style("Größe").chars == 5);
}

TEST_CASE("plain and empty texts have no marks") {
  for (const auto* text : {"", "\n", "#", "-", "1.", "*", "**", "a\r\nb"}) {
    CAPTURE(text);
    const auto style = output_style(text);
    CHECK(style.headings + style.list_items + style.bold == 0);
  }
}
