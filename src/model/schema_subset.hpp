#pragma once

#include <initializer_list>
#include <string_view>

#include "model/content.hpp"

namespace judge {

/// A JSON schema for providers that refuse words which they do not know: only those of `words`
/// stay, at every level; names of properties are no words.
OrderedJson schema_subset(const OrderedJson& schema, std::initializer_list<std::string_view> words);

}  // namespace judge
