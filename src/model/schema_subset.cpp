#include "model/schema_subset.hpp"

#include <algorithm>

namespace judge {

OrderedJson schema_subset(const OrderedJson& schema,
                          std::initializer_list<std::string_view> words) {
  if (schema.is_array()) {
    auto list = OrderedJson::array();
    for (const auto& element : schema) list.push_back(schema_subset(element, words));
    return list;
  }
  if (!schema.is_object()) return schema;
  auto subset = OrderedJson::object();
  for (const auto& [word, value] : schema.items()) {
    if (std::ranges::find(words, word) == words.end()) continue;
    if (word == "properties" || word == "$defs") {
      subset[word] = OrderedJson::object();
      for (const auto& [name, inner] : value.items())
        subset[word][name] = schema_subset(inner, words);
    } else if (word == "items" || word == "anyOf") {
      subset[word] = schema_subset(value, words);
    } else {
      subset[word] = value;
    }
  }
  return subset;
}

}  // namespace judge
