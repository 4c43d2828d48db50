#include "grade/said_rubric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "grade/answer.hpp"
#include "grade/said_met.hpp"

namespace judge {
namespace {

constexpr std::array<std::string_view, 5> list_keys{"criteria", "rubric", "results", "verdicts",
                                                    "evaluations"};
constexpr std::array<std::string_view, 3> met_keys{"met", "criteria_met", "criterion_met"};
constexpr std::array<std::string_view, 4> number_keys{"criterion", "id", "index", "number"};
constexpr std::array<std::string_view, 5> why_keys{"explanation", "reasoning", "rationale",
                                                   "reason", "feedback"};

template <class T>
using Expected = std::expected<T, Unscored>;
using Keys = std::span<const std::string_view>;

bool is_key(Keys keys, std::string_view key) {
  return std::ranges::find(keys, lower(trim(key))) != keys.end();
}

/// The last member of that name.
const JsonTree* find(const JsonTree& tree, Keys keys) {
  const JsonTree* found = nullptr;
  if (tree.object)
    for (const auto& member : tree.members)
      if (is_key(keys, member.key)) found = &member;
  return found;
}

/// 1 of 1, "1", "criterion 1", "criterion_1", "C1", "#1".
std::optional<std::size_t> criterion_number(std::string_view text) {
  text = trim(text);
  for (const std::string_view word : {"criterion", "criteria", "c", "#"})
    if (starts_with_ignoring_case(text, word)) {
      text.remove_prefix(word.size());
      break;
    }
  text.remove_prefix(std::min(text.find_first_not_of(" _-#"), text.size()));
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Expected<bool> boolean(const JsonTree& tree) {
  const auto text = tree.scalar.text();
  using enum JsonScalar::Kind;
  if (tree.scalar.kind == string || tree.scalar.kind == word)
    if (const auto said = said_label(text, Span::whole, met_labels()); said && *said)
      return (**said)->value == 1;
  return std::unexpected(tree.nested() ? not_a_boolean("an object or a list")
                                       : not_a_boolean(text));
}

/// true, or {"met": true, "explanation": "..."}.
Expected<Met> entry(const JsonTree& tree) {
  if (!tree.object) {
    const auto met = boolean(tree);
    if (!met) return std::unexpected(met.error());
    return Met{*met, {}};
  }
  std::optional<bool> met;
  for (const auto& member : tree.members) {
    if (!is_key(met_keys, member.key)) continue;
    const auto said = boolean(member);
    if (!said) return std::unexpected(said.error());
    if (met && *met != *said)
      return std::unexpected(Unscored{"conflict", "One criterion is both met and not met."});
    met = *said;
  }
  if (!met)
    return std::unexpected(Unscored{"missing_criterion", "A criterion does not say \"met\"."});
  const auto* why = find(tree, why_keys);
  const bool explained = why != nullptr && why->scalar.kind == JsonScalar::Kind::string;
  return Met{*met, explained ? excerpt(why->scalar.text()) : std::string()};
}

/// Criteria as they come in.
class Ballot {
 public:
  explicit Ballot(std::size_t count) : said_(count) {}

  Expected<void> add(std::size_t number, const JsonTree& tree) {
    if (number < 1 || number > said_.size())
      return fail("out_of_range",
                  fmt::format("There is no criterion {}: they are 1 to {}.", number, said_.size()));
    auto met = entry(tree);
    if (!met) return std::unexpected(met.error());
    auto& said = said_[number - 1];
    if (said && said->met != met->met)
      return fail("conflict", fmt::format("Criterion {} is both met and not met.", number));
    said = *std::move(met);
    return {};
  }

  Expected<std::vector<Met>> whole() const {
    std::vector<Met> all;
    for (const auto& one : said_) {
      if (!one)
        return std::unexpected(Unscored{
            "missing_criterion", fmt::format("Criterion {} is not answered.", all.size() + 1)});
      all.push_back(*one);
    }
    return all;
  }

 private:
  static Expected<void> fail(std::string reason, std::string detail) {
    return std::unexpected(Unscored{std::move(reason), std::move(detail)});
  }

  std::vector<std::optional<Met>> said_;
};

/// The number that an entry of a list gives itself; its place where none gives any.
Expected<std::size_t> number_of(const JsonTree& item, std::size_t place, bool numbered) {
  if (!numbered) return place;
  const auto* number = find(item, number_keys);
  if (const auto said = number != nullptr ? criterion_number(number->scalar.text()) : std::nullopt)
    return *said;
  return std::unexpected(Unscored{"unknown_label", "A criterion does not give its number."});
}

Expected<std::vector<Met>> from_list(const JsonTree& list, std::size_t count) {
  const bool numbered = std::ranges::any_of(
      list.members, [](const JsonTree& item) { return find(item, number_keys) != nullptr; });
  Ballot ballot(count);
  std::size_t place = 0;
  for (const auto& item : list.members) {
    const auto number = number_of(item, ++place, numbered);
    if (!number) return std::unexpected(number.error());
    if (const auto added = ballot.add(*number, item); !added) return std::unexpected(added.error());
  }
  return ballot.whole();
}

/// Of an object whose keys are numbers; nullopt where none is.
Said<std::vector<Met>> from_members(const JsonTree& object, std::size_t count) {
  Ballot ballot(count);
  bool any = false;
  for (const auto& item : object.members) {
    const auto number = criterion_number(item.key);
    if (!number) continue;
    any = true;
    if (const auto added = ballot.add(*number, item); !added) return std::unexpected(added.error());
  }
  if (!any) return std::nullopt;
  return ballot.whole();
}

}  // namespace

bool is_criterion(const JsonTree& object) {
  return find(object, number_keys) != nullptr && find(object, met_keys) != nullptr;
}

Said<std::vector<Met>> said_criteria(const JsonTree& entries, std::size_t count) {
  if (!entries.object) return from_list(entries, count);
  if (auto said = from_members(entries, count)) return said;
  return std::unexpected(Unscored{"missing_criterion", "The JSON's criteria have no numbers."});
}

Said<std::vector<Met>> said_rubric(const JsonTree& object, std::size_t count) {
  if (const auto* list = find(object, list_keys); list != nullptr && list->nested())
    return said_criteria(*list, count);
  if (is_criterion(object)) return std::nullopt;
  if (const auto* met = find(object, met_keys)) {
    if (met->nested()) return said_criteria(*met, count);
    JsonTree alone;
    alone.members.push_back(object);
    return from_list(alone, count);
  }
  return from_members(object, count);
}

}  // namespace judge
