#include "grade/json_objects.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/text.hpp"
#include "grade/json_string.hpp"

namespace judge {
namespace {

constexpr std::size_t max_depth = 1000;
constexpr char mask = '\x01';
constexpr std::array<std::string_view, 3> explanation_keys{"explanation", "reasoning", "rationale"};

bool same_key(std::string_view a, std::string_view b) {
  return a.size() == b.size() && starts_with_ignoring_case(a, b);
}

/// A value kept under the best of its keys.
struct Ranked {
  std::optional<JsonScalar> value;
  std::size_t rank = SIZE_MAX;

  void offer(std::span<const std::string_view> keys, std::string_view key,
             const JsonScalar& offered) {
    const auto found =
        std::ranges::find_if(keys, [&](std::string_view k) { return same_key(k, key); });
    const auto offered_rank = static_cast<std::size_t>(found - keys.begin());
    if (found == keys.end() || offered_rank > rank) return;
    value = offered;
    rank = offered_rank;
  }
};

struct Finding {
  JsonScalar wanted;
  std::optional<JsonScalar> explanation;
  bool several = false;
};

enum class Want { key, colon, value, comma };

/// An object or array that is open.
struct Frame {
  bool object = true;
  Want want = Want::key;
  std::string_view key;
  Ranked wanted;
  Ranked explanation;
  std::optional<Finding> deeper;

  void adopt(const Finding& finding) {
    const bool differs = deeper && deeper->wanted.raw != finding.wanted.raw;
    const bool several = finding.several || differs || (deeper && deeper->several);
    deeper = finding;
    deeper->several = several;
  }

  /// Its own word before those of what it holds.
  std::optional<Finding> finding() const {
    const bool own = wanted.value && wanted.value->kind != JsonScalar::Kind::nested;
    if (!own && deeper) return deeper;
    if (!wanted.value) return std::nullopt;
    return Finding{*wanted.value, explanation.value, false};
  }
};

enum class Step { on, closed, truncated, broken };

/// Reads one outermost object.
class ObjectReader {
 public:
  ObjectReader(std::string_view text, std::size_t begin, std::span<const std::string_view> keys)
      : text_(text), at_(begin + 1), keys_(keys), frames_(1) {}

  Step run() {
    auto step = Step::on;
    while (step == Step::on) step = next();
    return step;
  }

  std::size_t at() const { return std::min(at_, text_.size()); }
  const std::optional<Finding>& finding() const { return finding_; }
  std::size_t open_objects() const {
    return static_cast<std::size_t>(std::ranges::count(frames_, true, &Frame::object));
  }

 private:
  Step next() {
    at_ = text_.find_first_not_of(" \t\r\n", at_);
    if (at_ >= text_.size()) return Step::truncated;
    switch (frames_.back().want) {
      case Want::key:
        return key();
      case Want::colon:
        return punctuation(':', Want::value);
      case Want::value:
        return value();
      case Want::comma:
        break;
    }
    if (text_[at_] == (frames_.back().object ? '}' : ']')) return close();
    return punctuation(',', frames_.back().object ? Want::key : Want::value);
  }

  Step punctuation(char expected, Want then) {
    if (text_[at_] != expected) return Step::broken;
    ++at_;
    frames_.back().want = then;
    return Step::on;
  }

  Step key() {
    if (text_[at_] == '}') return close();
    const auto key = quoted_string(text_, at_);
    if (!key) return Step::broken;
    frames_.back().key = key->raw;
    frames_.back().want = Want::colon;
    at_ = key->end;
    return Step::on;
  }

  Step value() {
    const char c = text_[at_];
    if (c == '{' || c == '[') return open(c == '{');
    if (c == ']' && !frames_.back().object) return close();
    if (const auto string = quoted_string(text_, at_))
      return scalar({JsonScalar::Kind::string, string->raw}, string->end);
    return bare();
  }

  Step bare() {
    constexpr std::array<std::string_view, 10> words{
        "true", "false", "null", "none", "nan", "inf", "-inf", "-nan", "infinity", "-infinity"};
    const auto end = std::min(text_.find_first_of(" \t\r\n,:{}[]\"'", at_), text_.size());
    const auto raw = text_.substr(at_, end - at_);
    if (end == text_.size()) return Step::truncated;
    if (raw.empty()) return Step::broken;
    if (std::ranges::any_of(words, [&](auto word) { return same_key(word, raw); }))
      return scalar({JsonScalar::Kind::word, raw}, end);
    const bool number = raw.find_first_not_of("+-.0123456789eE") == std::string_view::npos &&
                        raw.find_first_of("0123456789") != std::string_view::npos;
    return number ? scalar({JsonScalar::Kind::number, raw}, end) : Step::broken;
  }

  Step scalar(const JsonScalar& value, std::size_t end) {
    offer(value);
    frames_.back().want = Want::comma;
    at_ = end;
    return Step::on;
  }

  void offer(const JsonScalar& value) {
    auto& frame = frames_.back();
    if (!frame.object) return;
    frame.wanted.offer(keys_, frame.key, value);
    if (value.kind == JsonScalar::Kind::string)
      frame.explanation.offer(explanation_keys, frame.key, value);
  }

  Step open(bool object) {
    if (frames_.size() == max_depth) return Step::broken;
    offer({});
    frames_.back().want = Want::comma;
    auto& frame = frames_.emplace_back();
    frame.object = object;
    frame.want = object ? Want::key : Want::value;
    ++at_;
    return Step::on;
  }

  Step close() {
    ++at_;
    const auto finding = frames_.back().finding();
    frames_.pop_back();
    if (frames_.empty()) {
      finding_ = finding;
      return Step::closed;
    }
    if (finding) frames_.back().adopt(*finding);
    return Step::on;
  }

  std::string_view text_;
  std::size_t at_;
  std::span<const std::string_view> keys_;
  std::vector<Frame> frames_;
  std::optional<Finding> finding_;
};

class Scanner {
 public:
  Scanner(std::string_view text, std::span<const std::string_view> keys,
          const std::function<void(const JsonObject&)>& on_object)
      : text_(text), keys_(keys), on_object_(on_object) {
    scan_.prose = text;
  }

  JsonScan run() {
    auto at = text_.find('{');
    while (at != std::string_view::npos)
      at = text_.find('{', looks_like_object(at) ? object(at) : at + 1);
    return std::move(scan_);
  }

 private:
  bool looks_like_object(std::size_t brace) const {
    const auto at = text_.find_first_not_of(" \t\r\n", brace + 1);
    if (at == std::string_view::npos) return false;
    return text_[at] == '}' || is_quote(text_.substr(at));
  }

  /// Returns where the scan goes on.
  std::size_t object(std::size_t begin) {
    ObjectReader reader(text_, begin, keys_);
    const auto outcome = reader.run();
    auto end = reader.at();
    if (outcome == Step::truncated) {
      scan_.truncated = true;
      end = text_.size();
    } else if (outcome == Step::broken) {
      scan_.broken = true;
      end = broken_end(reader.at(), reader.open_objects());
    } else if (const auto& found = reader.finding()) {
      on_object_({begin, end, found->wanted, found->explanation, found->several});
    }
    std::fill(scan_.prose.begin() + static_cast<std::ptrdiff_t>(begin),
              scan_.prose.begin() + static_cast<std::ptrdiff_t>(end), mask);
    return end;
  }

  /// Where a broken object ends: where its braces are balanced, strings or not, else with its line.
  /// What stands before that is taken for its inside, and not read: `{"explanation": "It says "ok"
  /// and {"score": 10}", "score": 2}` must not be a 10. Once braces have proved unbalanced up to
  /// the text's end they are not counted again, which keeps the time linear.
  std::size_t broken_end(std::size_t from, std::size_t depth) {
    auto at = unbalanced_ ? std::string_view::npos : text_.find_first_of("{}", from);
    for (; at != std::string_view::npos; at = text_.find_first_of("{}", at + 1)) {
      if (text_[at] == '{')
        ++depth;
      else if (--depth == 0)
        return at + 1;
    }
    unbalanced_ = true;
    return std::min(text_.find('\n', from), text_.size());
  }

  std::string_view text_;
  std::span<const std::string_view> keys_;
  const std::function<void(const JsonObject&)>& on_object_;
  JsonScan scan_;
  bool unbalanced_ = false;
};

}  // namespace

JsonScan scan_json(std::string_view text, std::span<const std::string_view> wanted,
                   const std::function<void(const JsonObject&)>& on_object) {
  return Scanner(text, wanted, on_object).run();
}

}  // namespace judge
