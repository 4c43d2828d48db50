#include "config/section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace judge {

using std::chrono::milliseconds;

void wrong_type(Reading& reading, const Entry& entry, std::string_view expected) {
  reading.problem(entry, fmt::format("expected {}, found {}", expected, kind_of(*entry.node)));
}

std::optional<std::string> read_string(Reading& reading, const Entry& entry) {
  if (const auto* value = entry.node->as_string()) return value->get();
  wrong_type(reading, entry, "a string");
  return std::nullopt;
}

std::optional<std::string> read_line(Reading& reading, const Entry& entry) {
  auto text = read_string(reading, entry);
  if (!text) return std::nullopt;
  if (has_control_character(*text)) {
    reading.problem(entry, "contains a control character");
    return std::nullopt;
  }
  if (trim(*text).empty()) {
    reading.problem(entry, "is empty");
    return std::nullopt;
  }
  return text;
}

std::optional<double> read_number(Reading& reading, const Entry& entry) {
  if (const auto* value = entry.node->as_integer()) return static_cast<double>(value->get());
  const auto* value = entry.node->as_floating_point();
  if (value == nullptr) {
    wrong_type(reading, entry, "a number");
    return std::nullopt;
  }
  if (!std::isfinite(value->get())) {
    reading.problem(entry, "must be a finite number");
    return std::nullopt;
  }
  return value->get();
}

std::optional<Entry> Section::find(std::string_view name) {
  known_.emplace_back(name);
  if (!has(name)) return std::nullopt;
  return entry(name);
}

std::optional<Section> Section::table(std::string_view name) {
  const auto found = find(name);
  if (!found) return std::nullopt;
  if (const auto* inner = found->node->as_table()) return Section(*inner, found->key, *reading_);
  wrong_type(*reading_, *found, "a table");
  return std::nullopt;
}

std::optional<std::string> Section::string(std::string_view name) {
  const auto found = find(name);
  return found ? read_string(*reading_, *found) : std::nullopt;
}

std::optional<std::string> Section::line(std::string_view name) {
  const auto found = find(name);
  return found ? read_line(*reading_, *found) : std::nullopt;
}

std::optional<std::string> Section::one_of(std::string_view name,
                                           const std::vector<std::string>& allowed) {
  auto text = line(name);
  if (!text || is_among(*text, allowed)) return text;
  reading_->problem(entry(name), fmt::format("there is no {} \"{}\"{}", name, printable(*text, 60),
                                             suggest(*text, allowed)));
  return std::nullopt;
}

std::optional<bool> Section::boolean(std::string_view name) {
  const auto found = find(name);
  if (!found) return std::nullopt;
  if (const auto* value = found->node->as_boolean()) return value->get();
  wrong_type(*reading_, *found, "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Section::integer(std::string_view name, std::int64_t lowest,
                                             std::int64_t highest) {
  const auto found = find(name);
  if (!found) return std::nullopt;
  const auto* value = found->node->as_integer();
  if (value == nullptr) {
    wrong_type(*reading_, *found, "an integer");
    return std::nullopt;
  }
  if (value->get() < lowest) {
    reading_->problem(*found, fmt::format("must be at least {}", lowest));
  } else if (value->get() > highest) {
    reading_->problem(*found, fmt::format("must be at most {}", highest));
  } else {
    return value->get();
  }
  return std::nullopt;
}

std::optional<double> Section::positive(std::string_view name) {
  const auto found = find(name);
  const auto value = found ? read_number(*reading_, *found) : std::nullopt;
  if (!value || *value > 0) return value;
  reading_->problem(*found, "must be more than 0");
  return std::nullopt;
}

std::optional<double> Section::not_negative(std::string_view name) {
  const auto found = find(name);
  const auto value = found ? read_number(*reading_, *found) : std::nullopt;
  if (!value || *value >= 0) return value;
  reading_->problem(*found, "must not be negative");
  return std::nullopt;
}

std::optional<milliseconds> Section::duration(std::string_view name) {
  const auto found = find(name);
  if (!found) return std::nullopt;
  const auto* text = found->node->as_string();
  if (text == nullptr) {
    wrong_type(*reading_, *found, "a duration such as \"30s\"");
    return std::nullopt;
  }
  const auto value = parse_duration(text->get());
  if (!value) {
    reading_->problem(
        *found, "is not a duration: write one such as \"350ms\", \"30s\", \"5m\" or \"1h30m\"");
  } else if (value->count() <= 0) {
    reading_->problem(*found, "must be at least 1ms");
  } else if (*value > std::chrono::days(365)) {  // longer ones overflow a clock's nanoseconds
    reading_->problem(*found, "must be at most 365d");
  } else {
    return value;
  }
  return std::nullopt;
}

std::optional<std::vector<Section::Text>> Section::strings(std::string_view name) {
  const auto found = find(name);
  if (!found) return std::nullopt;
  std::vector<Text> out;
  if (found->node->is_string()) {
    out.push_back({*found, found->node->as_string()->get()});
    return out;
  }
  const auto* list = found->node->as_array();
  if (list == nullptr) {
    wrong_type(*reading_, *found, "a string or a list of strings");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Entry element{list->get(i), join_key(found->key, std::to_string(i))};
    auto text = read_string(*reading_, element);
    if (text) out.push_back({element, std::move(*text)});
  }
  // A list of nothing but mistakes is not an empty list: that would be complained about again.
  if (out.empty() && !list->empty()) return std::nullopt;
  return out;
}

void Section::later(std::string_view name) {
  if (const auto found = find(name)) {
    reading_->problem(*found, fmt::format("\"{}\" is not available in this version", name));
  }
}

void Section::missing(std::string_view name, std::string_view advice) {
  reading_->problem({table_, join_key(key_, name)}, fmt::format("missing; {}", advice));
}

void Section::refuse_unknown() {
  std::ranges::sort(known_);
  known_.erase(std::ranges::unique(known_).begin(), known_.end());
  for (const auto& [key, node] : *table_) {
    if (is_among(key.str(), known_)) continue;
    reading_->problem(key.source(), join_key(key_, key.str()),
                      "unknown key" + suggest(key.str(), known_));
  }
}

std::vector<Section::Text> Section::entries() const {
  std::vector<Text> out;
  for (const auto& [key, node] : *table_) {
    out.push_back({{&node, join_key(key_, key.str())}, std::string(key.str())});
  }
  std::ranges::stable_sort(out, {},
                           [](const Text& text) { return position_of(text.entry.node->source()); });
  return out;
}

}  // namespace judge
