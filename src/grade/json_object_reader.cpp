#include "grade/json_object_reader.hpp"

#include <array>

#include "base/text.hpp"
#include "grade/json_string.hpp"

namespace judge {
namespace {

constexpr std::size_t max_depth = 1000;
constexpr std::array<std::string_view, 3> explanation_keys{"explanation", "reasoning", "rationale"};

bool same_key(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

}  // namespace

void RankedValue::offer(std::span<const std::string_view> keys, std::string_view key,
                        const JsonScalar& offered) {
  const auto found =
      std::ranges::find_if(keys, [&](std::string_view k) { return same_key(k, key); });
  const auto offered_rank = static_cast<std::size_t>(found - keys.begin());
  if (found == keys.end() || offered_rank > rank) return;
  value = offered;
  rank = offered_rank;
}

void JsonFrame::adopt(const JsonFinding& finding) {
  const bool differs = deeper && deeper->wanted.raw != finding.wanted.raw;
  const bool several = finding.several || differs || (deeper && deeper->several);
  deeper = finding;
  deeper->several = several;
}

/// Its own word before those of what it holds.
std::optional<JsonFinding> JsonFrame::finding() const {
  const bool own = wanted.value && wanted.value->kind != JsonScalar::Kind::nested;
  if (!own && deeper) return deeper;
  if (!wanted.value) return std::nullopt;
  return JsonFinding{*wanted.value, explanation.value, false};
}

JsonStep JsonObjectReader::run() {
  auto step = JsonStep::on;
  while (step == JsonStep::on) step = next();
  return step;
}

JsonStep JsonObjectReader::next() {
  at_ = text_.find_first_not_of(" \t\r\n", at_);
  if (at_ >= text_.size()) return JsonStep::truncated;
  switch (frames_.back().want) {
    case JsonWant::key:
      return key();
    case JsonWant::colon:
      return punctuation(':', JsonWant::value);
    case JsonWant::value:
      return value();
    case JsonWant::comma:
      break;
  }
  if (text_[at_] == (frames_.back().object ? '}' : ']')) return close();
  return punctuation(',', frames_.back().object ? JsonWant::key : JsonWant::value);
}

JsonStep JsonObjectReader::punctuation(char expected, JsonWant then) {
  if (text_[at_] != expected) return JsonStep::broken;
  ++at_;
  frames_.back().want = then;
  return JsonStep::on;
}

JsonStep JsonObjectReader::key() {
  if (text_[at_] == '}') return close();
  const auto key = quoted_string(text_, at_);
  if (!key) return JsonStep::broken;
  frames_.back().key = key->raw;
  frames_.back().want = JsonWant::colon;
  at_ = key->end;
  return JsonStep::on;
}

JsonStep JsonObjectReader::value() {
  const char c = text_[at_];
  if (c == '{' || c == '[') return open(c == '{');
  if (c == ']' && !frames_.back().object) return close();
  if (const auto string = quoted_string(text_, at_))
    return scalar({JsonScalar::Kind::string, string->raw}, string->end);
  return bare();
}

JsonStep JsonObjectReader::bare() {
  constexpr std::array<std::string_view, 10> words{
      "true", "false", "null", "none", "nan", "inf", "-inf", "-nan", "infinity", "-infinity"};
  const auto end = std::min(text_.find_first_of(" \t\r\n,:{}[]\"'", at_), text_.size());
  const auto raw = text_.substr(at_, end - at_);
  if (end == text_.size()) return JsonStep::truncated;
  if (raw.empty()) return JsonStep::broken;
  if (std::ranges::any_of(words, [&](auto word) { return same_key(word, raw); }))
    return scalar({JsonScalar::Kind::word, raw}, end);
  const bool number = raw.find_first_not_of("+-.0123456789eE") == std::string_view::npos &&
                      raw.find_first_of("0123456789") != std::string_view::npos;
  return number ? scalar({JsonScalar::Kind::number, raw}, end) : JsonStep::broken;
}

JsonStep JsonObjectReader::scalar(const JsonScalar& value, std::size_t end) {
  offer(value);
  keep({.key = {}, .scalar = value, .object = false, .members = {}});
  frames_.back().want = JsonWant::comma;
  at_ = end;
  return JsonStep::on;
}

void JsonObjectReader::offer(const JsonScalar& value) {
  auto& frame = frames_.back();
  if (!frame.object) return;
  frame.wanted.offer(keys_, frame.key, value);
  if (value.kind == JsonScalar::Kind::string)
    frame.explanation.offer(explanation_keys, frame.key, value);
}

void JsonObjectReader::keep(JsonTree tree) {
  auto& frame = frames_.back();
  if (!keeps_tree_) return;
  if (frame.object) tree.key = frame.key;
  frame.tree.members.push_back(std::move(tree));
}

JsonStep JsonObjectReader::open(bool object) {
  if (frames_.size() == max_depth) return JsonStep::broken;
  offer({});
  frames_.back().want = JsonWant::comma;
  auto& frame = frames_.emplace_back();
  frame.object = object;
  frame.want = object ? JsonWant::key : JsonWant::value;
  ++at_;
  return JsonStep::on;
}

JsonStep JsonObjectReader::close() {
  ++at_;
  const auto finding = frames_.back().finding();
  auto tree = std::move(frames_.back().tree);
  tree.object = frames_.back().object;
  frames_.pop_back();
  if (frames_.empty()) {
    finding_ = finding;
    tree_ = std::move(tree);
    return JsonStep::closed;
  }
  if (finding) frames_.back().adopt(*finding);
  keep(std::move(tree));
  return JsonStep::on;
}

}  // namespace judge
