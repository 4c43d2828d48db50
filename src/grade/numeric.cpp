#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "grade/scorers.hpp"
#include "grade/target.hpp"

namespace judge {
namespace {

constexpr auto infinite = std::numeric_limits<double>::infinity();

struct Number {
  double value = 0;
  std::string_view written;
  bool fraction = false;
};

/// Without the signs of currency and per cent, which change nothing.
const re2::RE2& number_expression() {
  static const re2::RE2 expression(
      "([-+−]?)\\$?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?|\\.[0-9]+)"
      "((?:[eE][-+]?[0-9]+)?)((?:\\s*/\\s*[0-9])?)");
  return expression;
}

std::string_view view(re2::StringPiece piece) {
  return {piece.data(), piece.size()};
}

double value_of(std::string_view digits, std::string_view exponent) {
  std::string plain(digits);
  std::erase(plain, ',');
  plain += exponent;
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error == std::errc::result_out_of_range) return exponent.contains('-') ? 0 : infinite;
  return value;
}

/// "5-3" ends with a 3, "x = -3" with a -3.
bool is_sign(std::string_view text, std::string_view sign) {
  if (sign.empty() || sign.starts_with('+')) return false;
  if (sign.data() == text.data()) return true;
  const char before = *(sign.data() - 1);
  return !std::isalnum(static_cast<unsigned char>(before)) && before != ')';
}

std::optional<Number> last_number(std::string_view text) {
  std::optional<Number> last;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece sign, digits, exponent, denominator;
  bool in_fraction = false;
  while (re2::RE2::FindAndConsume(&rest, number_expression(), &sign, &digits, &exponent,
                                  &denominator)) {
    const auto value = value_of(view(digits), view(exponent));
    last = Number{is_sign(text, view(sign)) ? -value : value,
                  text.substr(static_cast<std::size_t>(digits.data() - text.data()),
                              digits.size() + exponent.size()),
                  in_fraction || !denominator.empty()};
    in_fraction = !denominator.empty();
    // The denominator's first digit is the next number's.
    if (in_fraction) rest = re2::StringPiece(rest.data() - 1, rest.size() + 1);
  }
  return last;
}

bool near(double a, double b, double tolerance) {
  // 1.1 is within 0.1 of 1, whatever binary fractions make of it.
  const auto slack = tolerance > 0 ? 4 * std::numeric_limits<double>::epsilon() *
                                         std::max(std::abs(a), std::abs(b))
                                   : 0;
  return std::abs(a - b) <= tolerance + slack;
}

std::expected<double, Unscored> target_number(std::string_view text) {
  if (const auto mark = text.rfind("####"); mark != std::string_view::npos)
    text.remove_prefix(mark + 4);
  const auto number = last_number(text);
  if (!number)
    return std::unexpected(
        bad_target(fmt::format("The target \"{}\" holds no number.", printable(trim(text), 60))));
  if (number->fraction)
    return std::unexpected(
        bad_target(fmt::format("The target \"{}\" is a fraction: write it as a decimal number.",
                               printable(trim(text), 60))));
  return number->value;
}

}  // namespace

VerdictResult score_numeric(std::string_view output, const nlohmann::json& target,
                            double tolerance) {
  const auto texts = target_texts(target);
  if (!texts) return std::unexpected(texts.error());
  const auto said = last_number(output);
  bool found = false;
  for (const auto& text : *texts) {
    const auto wanted = target_number(text);
    if (!wanted) return std::unexpected(wanted.error());
    found |= said && near(said->value, *wanted, tolerance);
  }
  if (!said) return Verdict{nullptr, 0, "The output holds no number."};
  if (said->fraction)
    return std::unexpected(Unscored{"not_a_number", "The output's last number is a fraction."});
  auto verdict = truth(found);
  verdict.explanation = fmt::format("The output's last number is {}.", said->written);
  return verdict;
}

}  // namespace judge
