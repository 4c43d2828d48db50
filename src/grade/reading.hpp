#pragma once

#include <span>
#include <string_view>

#include "base/text.hpp"
#include "grade/answer.hpp"
#include "grade/poll.hpp"

namespace judge {

/// The judge's reasons for a verdict: what JSON says, else the text before the verdict, else the
/// text after it.
std::string explanation_of(std::string_view text, std::size_t begin, std::size_t end,
                           const std::optional<JsonScalar>& said);

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

/// Asks all families, and the fallbacks only where those have nothing.
template <class T>
Poll<T> poll(const Kind<T>& kind, std::string_view text, JsonScan& scan) {
  Poll<T> poll;
  scan = scan_json(text, kind.json_keys, [&](const JsonObject& object) {
    poll.add({.mark = Mark::json, .begin = object.begin, .end = object.end, .value = {}},
             json_said(kind, object), object.explanation);
  });
  const OnPlace add = [&](const Place& place) {
    poll.add(place, kind.text(place.value, place.span));
  };
  find_double_brackets(scan.prose, add);
  find_results(scan.prose, add);
  find_labelled(scan.prose, kind.keywords, add);
  if (poll.empty())
    find_single_brackets(scan.prose, [&](const Place& place) {
      // An unknown word in brackets is a remark.
      if (const auto said = kind.text(place.value, place.span);
          said && (*said || said->error().reason != "unknown_label"))
        poll.add(place, said);
    });
  if (poll.empty() && may_be_bare(scan.prose))
    add({.begin = 0, .end = text.size(), .value = trim(scan.prose), .span = Span::whole});
  return poll;
}

/// A vote that counts and its reasons.
template <class T>
struct Reading {
  T said;
  std::string explanation;
};

template <class T>
std::expected<Reading<T>, Unscored> read_reply(const Kind<T>& kind, std::string_view reply,
                                               std::string_view conflict) {
  const auto answer = answer_of(reply);
  JsonScan scan;
  const auto vote = poll(kind, answer.text, scan).result(conflict);
  if (!vote) return std::unexpected(no_verdict(reply, answer, scan));
  if (!vote->said) return std::unexpected(vote->said.error());
  return Reading<T>{*vote->said,
                    explanation_of(answer.text, vote->begin, vote->end, vote->explanation)};
}

}  // namespace judge
