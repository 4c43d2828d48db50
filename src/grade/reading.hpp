#pragma once

#include <span>
#include <string_view>

#include "base/text.hpp"
#include "grade/answer.hpp"
#include "grade/forms.hpp"
#include "grade/poll.hpp"

namespace judge {

/// The judge's reasons for a verdict: what JSON says, else the text before the verdict, else the
/// text after it.
std::string explanation_of(std::string_view text, std::size_t begin, std::size_t end,
                           const std::optional<JsonScalar>& said);

/// A label as JSON gives it. `what` it is of, for the screen: "choice".
Said<const Choice*> json_label(const JsonScalar& value, std::span<const Choice> choices,
                               std::string_view what);

/// Why nothing was found.
Unscored no_verdict(std::string_view reply, const Answer& answer, const JsonScan& scan);

/// Whether a text is short enough to be a verdict and nothing else: no JSON, and no brackets, which
/// may be half of [[A>B]] cut off.
bool may_be_bare(std::string_view prose);

/// What differs between the kinds of verdict.
template <class T>
struct Kind {
  std::span<const std::string_view> json_keys;
  std::span<const Keyword> keywords;
  std::function<Said<T>(const JsonScalar&)> json;
  std::function<Said<T>(std::string_view, Span)> text;
};

template <class T>
Said<T> json_said(const Kind<T>& kind, const JsonObject& object) {
  if (object.several)
    return std::unexpected(Unscored{"conflict", "The JSON holds several verdicts that differ."});
  return kind.json(object.wanted);
}

inline std::size_t offset(std::string_view whole, std::string_view part) {
  return static_cast<std::size_t>(part.data() - whole.data());
}

/// Asks all forms that the family has, and the fallbacks only where those have nothing.
template <class T>
Poll<T> poll(const Kind<T>& kind, Family family, std::string_view text, JsonScan& scan) {
  const auto forms = forms_of(family);
  Poll<T> poll;
  scan = scan_json(text, kind.json_keys, [&](const JsonObject& object) {
    if (!forms.json) return;
    Place place{.mark = Mark::json, .begin = object.begin, .end = object.end, .value = {}};
    place.value_at = object.wanted.raw.empty() ? object.begin : offset(text, object.wanted.raw);
    poll.add(place, json_said(kind, object), object.explanation);
  });
  const OnPlace add = [&](Place place) {
    place.value_at = offset(scan.prose, place.value);
    poll.add(place, kind.text(place.value, place.span));
  };
  const auto keywords = forms.keywords.empty() ? kind.keywords : forms.keywords;
  if (forms.double_brackets) find_double_brackets(scan.prose, add);
  if (forms.results) find_results(scan.prose, add);
  if (forms.first_line) find_first_line(scan.prose, add);
  if (forms.labels) find_labelled(scan.prose, keywords, add);
  if (forms.in_sentences) find_in_sentences(scan.prose, keywords, add);
  if (poll.empty() && forms.single_brackets)
    find_single_brackets(scan.prose, [&](const Place& place) {
      // An unknown word in brackets is a remark.
      if (const auto said = kind.text(place.value, place.span);
          said && (*said || said->error().reason != "unknown_label"))
        add(place);
    });
  if (poll.empty() && forms.bare && may_be_bare(scan.prose))
    add({.begin = 0, .end = text.size(), .value = trim(scan.prose), .span = Span::whole});
  return poll;
}

/// A vote that counts and its reasons.
template <class T>
struct Reading {
  T said;
  std::string explanation;
  std::optional<std::size_t> value_at;  // where in the reply, if the reply's text was left as it is
};

template <class T>
using ReadingResult = std::expected<Reading<T>, Unscored>;

template <class T>
ReadingResult<T> read_reply(const Kind<T>& kind, Family family, std::string_view reply,
                            std::string_view conflict) {
  const auto answer = answer_of(reply);
  JsonScan scan;
  const auto vote = poll(kind, family, answer.text, scan).result(conflict);
  if (!vote) return std::unexpected(no_verdict(reply, answer, scan));
  if (!vote->said) return std::unexpected(vote->said.error());
  Reading<T> reading{
      *vote->said, explanation_of(answer.text, vote->begin, vote->end, vote->explanation), {}};
  if (reply.ends_with(answer.text))
    reading.value_at = reply.size() - answer.text.size() + vote->value_at;
  return reading;
}

}  // namespace judge
