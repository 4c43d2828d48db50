#include "config/toml_json.hpp"

#include <cmath>
#include <sstream>

namespace judge {

using nlohmann::json;

namespace {

template <class T>
std::string written(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

json to_object(Reading& reading, const toml::table& table, const std::string& key) {
  json object = json::object();
  for (const auto& [name, node] : table) {
    object[std::string(name.str())] = to_json(reading, {&node, join_key(key, name.str())});
  }
  return object;
}

json to_list(Reading& reading, const toml::array& array, const std::string& key) {
  json list = json::array();
  for (const auto& node : array) {
    list.push_back(to_json(reading, {&node, join_key(key, std::to_string(list.size()))}));
  }
  return list;
}

}  // namespace

json to_json(Reading& reading, const Entry& entry) {
  const toml::node& node = *entry.node;
  if (const auto* table = node.as_table()) return to_object(reading, *table, entry.key);
  if (const auto* list = node.as_array()) return to_list(reading, *list, entry.key);
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* boolean = node.as_boolean()) return boolean->get();
  if (const auto* number = node.as_floating_point()) {
    if (std::isfinite(number->get())) return number->get();
    reading.problem(entry, "must be a finite number");
    return nullptr;
  }
  if (const auto* date = node.as_date()) return written(date->get());
  if (const auto* time = node.as_time()) return written(time->get());
  return written(node.as_date_time()->get());
}

}  // namespace judge
