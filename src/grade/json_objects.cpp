#include "grade/json_objects.hpp"

#include <algorithm>

#include "grade/json_object_reader.hpp"
#include "grade/json_string.hpp"

namespace judge {
namespace {

constexpr char mask = '\x01';

using OnReader = std::function<void(std::size_t begin, std::size_t end, const JsonObjectReader&)>;

class Scanner {
 public:
  /// `on_object` for every complete one.
  Scanner(std::string_view text, std::span<const std::string_view> keys, bool keeps_trees,
          const OnReader& on_object)
      : text_(text), keys_(keys), keeps_trees_(keeps_trees), on_object_(on_object) {
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
    JsonObjectReader reader(text_, begin, keys_, keeps_trees_);
    const auto outcome = reader.run();
    auto end = reader.at();
    if (outcome == JsonStep::truncated) {
      scan_.truncated = true;
      end = text_.size();
    } else if (outcome == JsonStep::broken) {
      scan_.broken = true;
      end = broken_end(reader.at(), reader.open_objects());
    } else {
      on_object_(begin, end, reader);
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
  bool keeps_trees_;
  const OnReader& on_object_;
  JsonScan scan_;
  bool unbalanced_ = false;
};

}  // namespace

JsonScan scan_json(std::string_view text, std::span<const std::string_view> wanted,
                   const std::function<void(const JsonObject&)>& on_object) {
  const OnReader on_reader = [&](std::size_t begin, std::size_t end, const auto& reader) {
    if (const auto& found = reader.finding())
      on_object({begin, end, found->wanted, found->explanation, found->several});
  };
  return Scanner(text, wanted, false, on_reader).run();
}

JsonScan scan_json_trees(
    std::string_view text,
    const std::function<void(std::size_t begin, std::size_t end, const JsonTree&)>& on_tree) {
  const OnReader on_reader = [&](std::size_t begin, std::size_t end, const auto& reader) {
    on_tree(begin, end, reader.tree());
  };
  return Scanner(text, {}, true, on_reader).run();
}

}  // namespace judge
