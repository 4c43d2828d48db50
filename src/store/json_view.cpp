#include "store/json_view.hpp"

#include <simdjson.h>

#include <bit>
#include <string>

#include "store/line_parser.hpp"

namespace judge {

namespace dom = simdjson::dom;
using Kind = dom::element_type;

struct JsonViewAccess {
  static JsonView view(dom::element element) {
    JsonView view;
    view.element_ = std::bit_cast<decltype(view.element_)>(element);
    view.present_ = true;
    return view;
  }
  static std::optional<dom::element> element(const JsonView& view) {
    if (!view.present_) return std::nullopt;
    return std::bit_cast<dom::element>(view.element_);
  }
  static bool is(const JsonView& view, Kind kind) {
    const auto element = JsonViewAccess::element(view);
    return element && element->type() == kind;
  }
  template <class T>
  static std::optional<T> get(const JsonView& view) {
    T value{};
    const auto element = JsonViewAccess::element(view);
    if (!element || element->get(value) != simdjson::SUCCESS) return std::nullopt;
    return value;
  }
};

namespace {

using Access = JsonViewAccess;

nlohmann::json copy(dom::element element);

nlohmann::json copy(dom::object object) {
  nlohmann::json::object_t members;
  for (const auto [key, value] : object) members.insert_or_assign(std::string(key), copy(value));
  return members;
}

nlohmann::json copy(dom::array array) {
  nlohmann::json::array_t elements;
  for (const auto value : array) elements.push_back(copy(value));
  return elements;
}

// As deep as the parser let the line be; its limit is set in LineParser.
nlohmann::json copy(dom::element element) {
  switch (element.type()) {
    case Kind::OBJECT:
      return copy(element.get_object().value_unsafe());
    case Kind::ARRAY:
      return copy(element.get_array().value_unsafe());
    case Kind::STRING:
      return std::string(element.get_string().value_unsafe());
    case Kind::INT64:
      return element.get_int64().value_unsafe();
    case Kind::UINT64:
      return element.get_uint64().value_unsafe();
    case Kind::DOUBLE:
      return element.get_double().value_unsafe();
    case Kind::BOOL:
      return element.get_bool().value_unsafe();
    case Kind::NULL_VALUE:
      break;
  }
  return nullptr;
}

}  // namespace

bool JsonView::is_object() const {
  return Access::is(*this, Kind::OBJECT);
}
bool JsonView::is_array() const {
  return Access::is(*this, Kind::ARRAY);
}
std::optional<std::string_view> JsonView::text() const {
  return Access::get<std::string_view>(*this);
}
std::optional<double> JsonView::number() const {
  return Access::get<double>(*this);
}
std::optional<std::int64_t> JsonView::integer() const {
  return Access::get<std::int64_t>(*this);
}
std::optional<bool> JsonView::boolean() const {
  return Access::get<bool>(*this);
}

JsonView JsonView::operator[](std::string_view key) const {
  dom::element found;
  const auto object = Access::get<dom::object>(*this);
  if (!object || object->at_key(key).get(found) != simdjson::SUCCESS) return {};
  return Access::view(found);
}

void JsonView::each_member(const std::function<void(std::string_view, JsonView)>& visit) const {
  if (const auto object = Access::get<dom::object>(*this))
    for (const auto [key, value] : *object) visit(key, Access::view(value));
}

void JsonView::each_element(const std::function<void(JsonView)>& visit) const {
  if (const auto array = Access::get<dom::array>(*this))
    for (const auto value : *array) visit(Access::view(value));
}

nlohmann::json JsonView::json() const {
  const auto element = Access::element(*this);
  return element ? copy(*element) : nlohmann::json();
}

struct LineParser::Parser {
  dom::parser parser;
};

LineParser::LineParser() : parser_(std::make_unique<Parser>()) {}
LineParser::~LineParser() = default;

std::optional<JsonView> LineParser::parse(std::string_view line) {
  static_assert(padding >= simdjson::SIMDJSON_PADDING);
  constexpr bool copy_first = false;
  dom::element root;
  if (parser_->parser.parse(line.data(), line.size(), copy_first).get(root) != simdjson::SUCCESS)
    return std::nullopt;
  const auto view = Access::view(root);
  if (!view.is_object()) return std::nullopt;
  return view;
}

}  // namespace judge
