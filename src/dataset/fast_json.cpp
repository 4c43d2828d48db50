#include "dataset/fast_json.hpp"

#include <simdjson.h>

#include "dataset/parse_json.hpp"

namespace judge::rows {
namespace {

using nlohmann::json;
namespace dom = simdjson::dom;

// Rows are read on one thread after another; each has its own memory, kept from row to row unless
// one was huge.
struct Workplace {
  dom::parser parser;
  std::string padded;

  static constexpr std::size_t worth_keeping = std::size_t{1} << 20;

  void renew() {
    parser = dom::parser();
    padded = {};
  }
};

bool copy(dom::element from, json& to, std::size_t depth);

bool copy(dom::object from, json& to, std::size_t depth) {
  if (depth == max_depth) return false;
  to = json::object();
  auto& members = to.get_ref<json::object_t&>();
  for (const auto [key, value] : from) {
    const auto [member, fresh] = members.try_emplace(std::string(key));
    if (!fresh || !copy(value, member->second, depth + 1)) return false;
  }
  return true;
}

bool copy(dom::array from, json& to, std::size_t depth) {
  if (depth == max_depth) return false;
  to = json::array();
  auto& items = to.get_ref<json::array_t&>();
  items.reserve(from.size());
  for (const auto value : from)
    if (!copy(value, items.emplace_back(), depth + 1)) return false;
  return true;
}

bool copy(dom::element from, json& to, std::size_t depth) {
  switch (from.type()) {
    case dom::element_type::OBJECT:
      return copy(dom::object(from), to, depth);
    case dom::element_type::ARRAY:
      return copy(dom::array(from), to, depth);
    case dom::element_type::STRING:
      to = std::string(std::string_view(from));
      return true;
    case dom::element_type::INT64: {
      // As nlohmann has it: what has no sign is unsigned.
      const auto number = std::int64_t(from);
      to = number < 0 ? json(number) : json(static_cast<std::uint64_t>(number));
      return true;
    }
    case dom::element_type::UINT64:
      to = std::uint64_t(from);
      return true;
    case dom::element_type::DOUBLE:
      to = double(from);
      return true;
    case dom::element_type::BOOL:
      to = bool(from);
      return true;
    case dom::element_type::NULL_VALUE:
      to = nullptr;
      return true;
  }
  return false;
}

}  // namespace

std::optional<json> parse_json_fast(std::string_view text) {
  static thread_local Workplace place;
  place.padded.assign(text).append(simdjson::SIMDJSON_PADDING, ' ');
  constexpr bool copy_first = false;
  dom::element root;
  const bool fit = place.parser.parse(place.padded.data(), text.size(), copy_first).get(root) ==
                   simdjson::SUCCESS;
  std::optional<json> value;
  if (fit && !copy(root, value.emplace(), 0)) value.reset();
  if (text.size() > Workplace::worth_keeping) place.renew();
  return value;
}

}  // namespace judge::rows
