#include "results/foreign_codes.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "base/text.hpp"
#include "grade/read_preference.hpp"
#include "results/foreign_text.hpp"

namespace judge {
namespace {

using Outcome = std::expected<Preferred, std::string>;

// Longer than any code; a text that long is a judge's and has its own option.
constexpr std::size_t longest_code = 40;

Preferred outcome_of(std::string_view who) {
  if (who == "a") return 1;
  if (who == "b") return 0;
  if (who == "tie") return 0.5;
  return std::nullopt;
}

/// What judges do not write but tables do.
Preferred table_word(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, double>, 12> words{{{"left", 1},
                                                                       {"first", 1},
                                                                       {"win", 1},
                                                                       {"wins", 1},
                                                                       {"won", 1},
                                                                       {"right", 0},
                                                                       {"second", 0},
                                                                       {"lose", 0},
                                                                       {"loss", 0},
                                                                       {"lost", 0},
                                                                       {"draw", 0.5},
                                                                       {"tie", 0.5}}};
  for (const auto& [known, outcome] : words)
    if (word == known) return outcome;
  return std::nullopt;
}

std::unexpected<std::string> unknown(std::string_view code) {
  return std::unexpected(fmt::format(
      "the code \"{0}\" is not known; say what it means: --code a={0}, b={0}, tie={0} or null={0}",
      printable(code, 40)));
}

Outcome number_code(double number, std::string_view code) {
  if (number >= 1 && number <= 2) return 2 - number;
  if (number == 0.5) return 0.5;
  if (number == 0)
    return std::unexpected(
        "0 may be a tie or a win of b; say which: --code tie=0, or --code b=0 (or null=0)");
  return unknown(code);
}

}  // namespace

Outcome read_code(const nlohmann::json& value, const Mapping& mapping, const std::string& model_a,
                  const std::string& model_b) {
  const auto code = name_text(value);
  if (!code)
    return std::unexpected(
        fmt::format("a preference is to be a word or a number, and this is {}", value.type_name()));
  const auto word = lower(*code);
  if (const auto known = mapping.codes.find(word); known != mapping.codes.end())
    return outcome_of(known->second);
  if (model_a != model_b && !model_a.empty() && *code == model_a) return 1;
  if (model_a != model_b && !model_b.empty() && *code == model_b) return 0;
  if (const auto number = whole_number(word)) return number_code(*number, *code);
  if (const auto outcome = table_word(word)) return outcome;
  if (code->size() > longest_code)
    return std::unexpected("this is no code but a text; --text FIELD reads what judges write");
  if (const auto read = read_preference(*code, "null")) return read->score;
  return unknown(*code);
}

}  // namespace judge
