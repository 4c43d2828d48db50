#include "mock/schema.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "mock/labels.hpp"

namespace judge::mock {
namespace {

constexpr int kDeepest = 24;  // of nested schemas and of references to themselves
constexpr std::size_t kMostItems = 100;
constexpr int kMostValues = 10'000;  // in all: a schema that refers to itself grows by powers

constexpr std::array<std::string_view, 10> kExplanations{
    "expla",    "reason",   "rationale", "feedback", "comment",
    "analysis", "critique", "justif",    "thought",  "why"};

const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::optional<double> number(const Json& schema, const char* key) {
  const Json* value = member(schema, key);
  if (!value || !value->is_number()) return std::nullopt;
  const double read = value->get<double>();
  return std::isfinite(read) ? std::optional(read) : std::nullopt;
}

std::size_t count(const Json& schema, const char* key, std::size_t otherwise) {
  const auto value = number(schema, key);
  return value && *value >= 0 ? static_cast<std::size_t>(std::min(*value, 1e9)) : otherwise;
}

/// The type asked for: of several the first but null; where none is said, what the keywords imply.
std::string type_of(const Json& schema) {
  const Json* type = member(schema, "type");
  if (type && type->is_string()) return type->get<std::string>();
  if (type && type->is_array()) {
    for (const Json& one : *type)
      if (one.is_string() && one != "null") return one.get<std::string>();
    return "null";
  }
  if (schema.contains("properties")) return "object";
  if (schema.contains("items")) return "array";
  if (schema.contains("minimum") || schema.contains("maximum")) return "number";
  return "string";
}

class Filler {
 public:
  Filler(const Json& root, const Scale& scale, Opinion& opinion)
      : root_(root), scale_(scale), opinion_(opinion) {}

  Json fill(const Json& schema, std::string_view key, int depth) {
    if (!schema.is_object() || depth > kDeepest || --left_ < 0) return nullptr;
    if (const Json* other = elsewhere(schema)) return fill(*other, key, depth + 1);
    if (const Json* fixed = member(schema, "const")) return *fixed;
    if (const Json* values = member(schema, "enum");
        values && values->is_array() && !values->empty())
      return pick(*values, key);
    const std::string type = type_of(schema);
    if (type == "object") return object(schema, depth);
    if (type == "array") return array(schema, key, depth);
    if (type == "number" || type == "integer") return numeric(schema, key, type == "integer");
    if (type == "boolean") return boolean(key);
    if (type == "null") return nullptr;
    return text(schema, key);
  }

 private:
  /// What the schema refers to or wraps.
  const Json* elsewhere(const Json& schema) const {
    if (const Json* ref = member(schema, "$ref"); ref && ref->is_string()) return resolve(*ref);
    for (const char* wrapper : {"anyOf", "oneOf", "allOf"}) {
      const Json* options = member(schema, wrapper);
      if (!options || !options->is_array()) continue;
      for (const Json& option : *options)
        if (option.is_object() && option.value("type", Json()) != "null") return &option;
    }
    return nullptr;
  }

  const Json* resolve(const std::string& ref) const {
    static const Json nothing;
    if (!ref.starts_with('#')) return &nothing;
    try {
      return &root_.at(Json::json_pointer(ref.substr(1)));
    } catch (const Json::exception&) {
      return &nothing;
    }
  }

  Json pick(const Json& values, std::string_view key) {
    std::vector<std::string> labels;
    for (const Json& value : values)
      labels.push_back(value.is_string() ? value.get<std::string>() : value.dump());
    const Ballot ballot = choose(labels, opinion_);
    const Json& value = values[ballot.said];
    opinion_.cast(in_json(ballot, key, value.is_string()));
    return value;
  }

  Json object(const Json& schema, int depth) {
    Json filled = Json::object();
    const Json* properties = member(schema, "properties");
    if (!properties || !properties->is_object()) return filled;
    for (const auto& [key, inner] : properties->items()) filled[key] = fill(inner, key, depth + 1);
    return filled;
  }

  Json array(const Json& schema, std::string_view key, int depth) {
    Json filled = Json::array();
    const Json* items = member(schema, "items");
    if (!items) return filled;
    const std::size_t most = count(schema, "maxItems", kMostItems);
    if (is_rubric(*items)) return rubric(*items, key, depth);
    // Nested arrays multiply: below the first ones only what is demanded.
    const std::size_t wanted = count(schema, "minItems", depth <= 4 ? 1 : 0);
    for (std::size_t i = 0; i < std::min({wanted, most, kMostItems}); ++i)
      filled.push_back(fill(*items, key, depth + 1));
    return filled;
  }

  /// Entries that say whether a criterion is met, of a prompt that lists criteria.
  bool is_rubric(const Json& items) const {
    if (opinion_.criteria().empty() || !items.is_object()) return false;
    const Json* properties = member(items, "properties");
    return properties && properties->is_object() &&
           std::ranges::any_of(properties->items(),
                               [](const auto& entry) { return names_met(entry.key()); });
  }

  Json rubric(const Json& items, std::string_view key, int depth) {
    Json filled = Json::array();
    for (const Criterion& criterion : opinion_.criteria()) {
      entry_ = &criterion;
      filled.push_back(fill(items, key, depth + 1));
    }
    entry_ = nullptr;
    return filled;
  }

  /// The criterion that is being judged.
  const Criterion* criterion() const {
    return entry_ || opinion_.criteria().size() != 1 ? entry_ : opinion_.criteria().data();
  }

  Json boolean(std::string_view key) {
    const Ballot ballot = yes_or_no(opinion_, names_met(key) ? criterion() : nullptr);
    opinion_.cast(in_json(ballot, key, false));
    return ballot.text() == "true";
  }

  Json numeric(const Json& schema, std::string_view key, bool integer) {
    if (entry_ && names_criterion(key)) return entry_->number;
    Scale bounds = scale_;
    const double step = integer ? 1 : 0.01;
    auto low = number(schema, "minimum");
    auto high = number(schema, "maximum");
    if (const auto above = number(schema, "exclusiveMinimum")) low = *above + step;
    if (const auto below = number(schema, "exclusiveMaximum")) high = *below - step;
    if (low || high) {
      const double span = scale_.high - scale_.low;
      bounds.low = low ? *low : *high - span;
      bounds.high = high ? *high : *low + span;
    }
    if (integer) bounds = {std::ceil(bounds.low), std::floor(bounds.high)};
    bounds.high = std::max(bounds.low, bounds.high);  // bounds may contradict each other
    // A scale of 1 wide has decimals, unless integers are asked for.
    const Ballot ballot = ballot_on(bounds, opinion_.quality(), integer || bounds.whole());
    opinion_.cast(in_json(ballot, key, false));
    return Json::parse(ballot.text());
  }

  Json text(const Json& schema, std::string_view key) {
    std::string words = names_explanation(key) ? explanation() : opinion_.answer();
    if (const auto most = count(schema, "maxLength", words.size()); words.size() > most)
      words.resize(most);
    return words;
  }

  std::string explanation() {
    const Criterion* judged = criterion();
    return judged ? opinion_.explanation_of_met(opinion_.meets(*judged)) : opinion_.explanation();
  }

  const Json& root_;
  const Scale& scale_;
  Opinion& opinion_;
  const Criterion* entry_ = nullptr;  // of a rubric
  int left_ = kMostValues;
};

}  // namespace

Json fill(const Json& schema, const Scale& scale, Opinion& opinion) {
  return Filler(schema, scale, opinion).fill(schema, "", 0);
}

bool names_explanation(std::string_view key) {
  const std::string folded = lower(key);
  return std::ranges::any_of(kExplanations,
                             [&](std::string_view known) { return folded.contains(known); });
}

bool names_criterion(std::string_view key) {
  constexpr std::array<std::string_view, 5> kNames{"criterion", "criterion_id", "id", "index",
                                                   "number"};
  return std::ranges::find(kNames, lower(key)) != kNames.end();
}

bool names_met(std::string_view key) {
  constexpr std::array<std::string_view, 3> kNames{"met", "criteria_met", "criterion_met"};
  return std::ranges::find(kNames, lower(key)) != kNames.end();
}

}  // namespace judge::mock
