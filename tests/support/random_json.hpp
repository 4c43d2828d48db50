#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/random.hpp"

namespace judge {

// Texts and values such as break writers and readers of JSON: escapes, control characters, every
// way to be no UTF-8, numbers at the edges, keys in any order.

inline std::string random_text(Random& random, std::size_t most_pieces = 12) {
  using namespace std::string_view_literals;
  static constexpr std::array pieces{
      "plain words "sv, "é"sv,         "漢字"sv,         "🙂"sv,        "\""sv,
      "\\"sv,           "\\u12"sv,     "\n"sv,           "\r\n"sv,      "\t\b\f"sv,
      "\0"sv,           "\x1b[2J"sv,   "\x7f"sv,         "\u0085"sv,    "\u2028"sv,
      "\x80"sv,         "\xC0\x80"sv,  "\xC3"sv,         "\xE0\x9F"sv,  "\xE2\x82"sv,
      "\xE2\x82g"sv,    "\xED\xA0"sv,  "\xF0\x9F\x99"sv, "\xF0\x8F"sv,  "\xF4\x90"sv,
      "\xF5\x80"sv,     "\xFF\xFE"sv,  "{{x}}"sv,        "</script>"sv, "{\"a\":[1]}"sv,
      "12345678"sv,     "1234567\""sv, "123456789\n"sv,  " "sv,         "\xEF\xBF\xBD"sv};
  std::string text;
  for (auto left = random.below(most_pieces + 1); left > 0; --left) {
    if (random.below(4) == 0)
      text += static_cast<char>(random.below(256));
    else
      text += pieces[random.below(pieces.size())];
  }
  return text;
}

inline double random_number(Random& random) {
  static constexpr std::array edges{0.0,
                                    -0.0,
                                    1e15,
                                    1e16,
                                    1e21,
                                    1e22,
                                    1e-4,
                                    1e-5,
                                    1e-6,
                                    1e-7,
                                    0.1,
                                    5e-324,
                                    1.7976931348623157e308,
                                    9007199254740993.0,
                                    std::numeric_limits<double>::infinity(),
                                    std::numeric_limits<double>::quiet_NaN()};
  switch (random.below(4)) {
    case 0:
      return edges[random.below(edges.size())];
    case 1:
      return std::bit_cast<double>(random.bits());
    case 2:
      return static_cast<double>(random.below(2000)) - 1000;
    default:
      return (random.uniform() - 0.5) * std::pow(10, static_cast<double>(random.below(40)) - 20);
  }
}

inline nlohmann::json random_json(Random& random, int depth = 3) {
  using nlohmann::json;
  switch (random.below(depth > 0 ? 9 : 7)) {
    case 0:
      return nullptr;
    case 1:
      return random.below(2) == 0;
    case 2:
      return static_cast<std::int64_t>(random.bits()) >> random.below(64);
    case 3:
      return random.bits() >> random.below(64);
    case 4:
      return random_number(random);
    case 5:
    case 6:
      return random_text(random);
    case 7: {
      auto array = json::array();
      for (auto left = random.below(5); left > 0; --left)
        array.push_back(random_json(random, depth - 1));
      return array;
    }
    default: {
      auto object = json::object();
      for (auto left = random.below(5); left > 0; --left)
        object[random_text(random, 3)] = random_json(random, depth - 1);
      return object;
    }
  }
}

}  // namespace judge
