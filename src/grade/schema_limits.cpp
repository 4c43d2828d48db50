#include "grade/schema_limits.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <vector>

namespace judge {
namespace {

using nlohmann::json;

/// What looks at the same value, followed depth first.
class Circles {
 public:
  explicit Circles(const json& root) : root_(root) {}

  bool anywhere(const json& value) {
    return value.is_structured() && (from(value) || std::ranges::any_of(value, [this](auto& part) {
                                       return anywhere(part);
                                     }));
  }

 private:
  bool from(const json& schema) {
    if (!schema.is_object() || seen_.contains(&schema)) return false;
    if (!open_.insert(&schema).second) return true;
    for (const auto& [key, value] : schema.items())
      if (by_keyword(key, value)) return true;
    open_.erase(&schema);
    seen_.insert(&schema);
    return false;
  }

  bool by_keyword(std::string_view key, const json& value) {
    if (key == "$ref" && value.is_string()) return by_reference(value.get<std::string>());
    if (key == "not") return from(value);
    const bool several =
        key == "allOf" || key == "anyOf" || key == "oneOf" || key == "dependencies";
    return several && value.is_structured() &&
           std::ranges::any_of(value, [this](auto& each) { return from(each); });
  }

  bool by_reference(const std::string& reference) {
    try {
      const json::json_pointer target(reference.starts_with('#') ? reference.substr(1) : "/");
      return root_.contains(target) && from(root_.at(target));
    } catch (const json::exception&) {
      return false;
    }
  }

  const json& root_;
  std::set<const json*> open_, seen_;
};

/// Behind a {: the greater of its numbers, 1 where there is none.
double times(std::string_view text) {
  double most = 1;
  while (!text.empty() && text.front() != '}') {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc()) most = std::max(most, number);
    text.remove_prefix(std::max<std::size_t>(static_cast<std::size_t>(end - text.data()), 1));
  }
  return most;
}

/// The place of the ] that ends the set which begins at `at`.
std::size_t end_of_set(std::string_view pattern, std::size_t at) {
  for (++at; at < pattern.size() && pattern[at] != ']'; ++at)
    if (pattern[at] == '\\') ++at;
  return at;
}

}  // namespace

bool goes_in_circles(const json& schema) {
  return Circles(schema).anywhere(schema);
}

bool repeats_too_much(std::string_view pattern) {
  constexpr double most = 10'000;
  std::vector<double> open{0};  // characters so far, of each group that is open
  double last = 0;              // of them in what a {n} would repeat
  for (std::size_t i = 0; i < pattern.size() && open.front() <= most; ++i) {
    const char c = pattern[i];
    if (c == '(') {
      open.push_back(0);
    } else if (c == ')' && open.size() > 1) {
      last = open.back();
      open.pop_back();
      open.back() += last;
    } else if (c == '{') {
      const auto n = times(pattern.substr(i + 1));
      open.back() += last * (n - 1);
      last *= n;
      i = std::min(pattern.find('}', i), pattern.size());
    } else if (!std::string_view("*+?|^$").contains(c)) {
      if (c == '\\') ++i;
      if (c == '[') i = end_of_set(pattern, i);
      last = 1;
      open.back() += 1;
    }
  }
  return open.front() > most;
}

}  // namespace judge
