#pragma once

#include <cstdint>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "grade/verdict.hpp"

namespace judge {

/// What a place that may hold a verdict says: nullopt = it is no verdict at all, an error = it is
/// one that cannot be read.
template <class T>
using Said = std::optional<std::expected<T, Unscored>>;

/// How much of a text must be the verdict: all of it, or its beginning (before a space, or such as
/// ends a clause).
enum class Span { whole, prefix, clause };

/// A number such as a judge writes it: 7, 7.5, -1, **8/10**, "8 out of 10". `scale_max` is what
/// the denominator must be. Ranges are not checked.
Said<double> said_number(std::string_view text, Span span, double scale_max);

/// The label at the start of `text`. For a prefix anything may follow it after a space; for a
/// clause only what cannot make the label a word of a sentence ("A good answer"): a line's end,
/// punctuation, "because" and the like.
Said<const Choice*> said_label(std::string_view text, Span span, std::span<const Choice> choices);

/// Quotation marks, brackets and markdown emphasis around a value, and spaces.
std::string_view without_opening(std::string_view text);
std::string_view without_closing(std::string_view text);

/// JSON's integer where it is one.
nlohmann::json number_json(double number);

}  // namespace judge
