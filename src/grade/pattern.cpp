#include <re2/re2.h>

#include "grade/scorers.hpp"

namespace judge {

std::expected<Pattern, std::string> Pattern::make(std::string_view expression, bool ignore_case,
                                                  bool literal) {
  constexpr std::int64_t memory = std::int64_t{64} << 20;  // a long target is a long program
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!ignore_case);
  options.set_literal(literal);
  options.set_max_mem(memory);
  Pattern pattern;
  pattern.expression_ = std::make_shared<const re2::RE2>(
      re2::StringPiece(expression.data(), expression.size()), options);
  if (!pattern.expression_->ok()) return std::unexpected(pattern.expression_->error());
  return pattern;
}

std::expected<Pattern, std::string> Pattern::parse(std::string_view expression, bool ignore_case) {
  return make(expression, ignore_case, false);
}

std::expected<Pattern, std::string> Pattern::literal(std::string_view text, bool ignore_case) {
  return make(text, ignore_case, true);
}

bool Pattern::occurs_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

bool Pattern::is_whole(std::string_view text) const {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

}  // namespace judge
