#include "prompt/fields_context.hpp"

#include <algorithm>
#include <charconv>

#include "base/json_path.hpp"
#include "base/json_text.hpp"

namespace judge::prompts {

namespace {

using kainjow::mustache::data;
using nlohmann::json;

data section_data(const json& value) {
  if (value.is_null() || value == false) return false;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  if (value.is_array()) return kainjow::mustache::list(value.size(), data(true));
  return true;
}

}  // namespace

void append_value(std::string& text, const json& value) {
  if (value.is_string())
    text += value.get_ref<const std::string&>();
  else if (!value.is_null())
    append_json(text, value);
}

FieldsContext::FieldsContext(const std::vector<Tag>& tags, const json& fields)
    : tags_(tags), scopes_{{.value = &fields, .section = 0}} {
  slots_.reserve(tags.size());
  for (std::size_t i = 0; i < tags.size(); ++i) slots_.emplace_back(false);
  section_values_.resize(tags.size());
}

const json* FieldsContext::find(const std::string& name) const {
  if (name == ".") return scopes_.back().value;
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
    if (scope->value->is_object())
      if (const auto* found = find_path(*scope->value, name)) return found;
  return nullptr;
}

const data* FieldsContext::get(const std::string& number) const {
  std::size_t index = 0;
  std::from_chars(number.data(), number.data() + number.size(), index);
  const auto& tag = tags_.at(index);
  auto& slot = slots_[index];
  const auto* value = find(tag.name);
  if (!value) {
    if (std::ranges::find(missing_, index) == missing_.end()) missing_.push_back(index);
    slot = tag.kind == Tag::Kind::inverted;  // either way nothing of the section is looked at
    return &slot;
  }
  if (tag.kind == Tag::Kind::value) {
    std::string text;
    append_value(text, *value);
    slot = text;
  } else {
    slot = section_data(*value);
    section_ = index;
    section_values_[index] = value;
  }
  return &slot;
}

void FieldsContext::push(const data* item) {
  const auto& slot = slots_[section_];
  const auto* value = section_values_[section_];
  if (slot.is_non_empty_list())
    value = &(*value)[static_cast<std::size_t>(item - slot.list_value().data())];
  scopes_.push_back({.value = value, .section = section_});
}

// The library pushes a list's next element right after it popped the one before.
void FieldsContext::pop() {
  section_ = scopes_.back().section;
  scopes_.pop_back();
}

}  // namespace judge::prompts
