#include "results/read_results_values.hpp"

#include <fmt/format.h>

#include <charconv>

namespace judge {
namespace {

JsonView element(JsonView array, std::string_view place) {
  std::size_t wanted = 0, at = 0;
  const auto* const end = place.data() + place.size();
  if (std::from_chars(place.data(), end, wanted).ptr != end) return {};
  JsonView found;
  array.each_element([&](JsonView each) {
    if (at++ == wanted) found = each;
  });
  return found;
}

bool present(JsonView value) {
  return value.is_object() || value.is_array() || value.text() || value.number() || value.boolean();
}

JsonView find(JsonView value, std::string_view path) {
  const auto whole = value.is_array() ? element(value, path) : value[path];
  if (present(whole)) return whole;
  const auto dot = path.find('.');
  if (dot == std::string_view::npos) return {};
  const auto front = path.substr(0, dot);
  const auto inner = value.is_array() ? element(value, front) : value[front];
  return present(inner) ? find(inner, path.substr(dot + 1)) : JsonView();
}

bool is_preference(std::string_view text) {
  return text == "A" || text == "B" || text == "tie";
}

}  // namespace

JsonView find_in_line(JsonView line, std::string_view path) {
  const auto found = find(line, path);
  return present(found) ? found : find(line["metadata"], path);
}

std::optional<std::string> words_of(JsonView value) {
  if (const auto text = value.text()) return std::string(*text);
  if (const auto truth = value.boolean()) return *truth ? "true" : "false";
  if (const auto whole = value.integer()) return std::to_string(*whole);
  if (const auto number = value.number()) return fmt::format("{}", *number);
  if (value.is_object() || value.is_array()) return value.json().dump();
  return std::nullopt;
}

Cell cell_of_value(JsonView value, Names& labels) {
  Cell cell;
  if (const auto number = value.number()) {
    cell.score = *number;
  } else if (const auto truth = value.boolean()) {
    cell.score = *truth ? 1 : 0;
    cell.label = labels.add(*truth ? "true" : "false");
  } else if (const auto text = value.text()) {
    cell.label = labels.add(*text);
  }
  return cell;
}

Cell cell_of(JsonView verdict, Names& labels) {
  auto cell = cell_of_value(verdict["value"], labels);
  if (const auto score = verdict["score"].number()) cell.score = *score;
  return cell;
}

void SeenValues::add(JsonView value) {
  if (const auto number = value.number()) {
    (*number == 0 ? zero_ : *number == 1 ? one_ : other_numbers_) = true;
  } else if (value.boolean()) {
    truths_ = true;
  } else if (const auto text = value.text()) {
    (is_preference(*text) ? preferences_ : labels_) = true;
  } else if (value.is_object()) {
    objects_ = true;
  }
}

std::optional<VerdictKind> SeenValues::kind() const {
  if (objects_) return VerdictKind::share;
  if (labels_) return VerdictKind::label;
  if (preferences_) return VerdictKind::preference;
  if (truths_) return VerdictKind::truth;
  if (zero_ && one_ && !other_numbers_) return VerdictKind::truth;
  if (zero_ || one_ || other_numbers_) return VerdictKind::number;
  return std::nullopt;
}

}  // namespace judge
