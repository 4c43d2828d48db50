#pragma once

#include <cstddef>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "prompt/tags.hpp"

namespace judge::prompts {

/// A value as a template shows it: a string as it is, null as nothing, the rest as compact JSON.
void append_value(std::string& text, const nlohmann::json& value);

/// One rendering's view of a sample's fields: the library asks for tags by their numbers, and gets
/// each converted only when it is asked for. A section's values are not converted at all: what the
/// library iterates are placeholders, whose JSON is found again by their place in the list.
///
/// Truth in sections: false, null, the empty list and the empty string (CSV's absent cell) are
/// false; everything else is true.
class FieldsContext final : public kainjow::mustache::basic_context<std::string> {
 public:
  using Data = kainjow::mustache::data;

  FieldsContext(const std::vector<Tag>& tags, const nlohmann::json& fields);

  void push(const Data* item) override;
  void pop() override;
  const Data* get(const std::string& number) const override;
  const Data* get_partial(const std::string&) const override { return nullptr; }

  /// Numbers of the tags whose names the sample lacks, in the order they were asked for.
  const std::vector<std::size_t>& missing() const { return missing_; }

 private:
  const nlohmann::json* find(const std::string& name) const;

  struct Scope {
    const nlohmann::json* value;
    std::size_t section;  // its tag
  };

  const std::vector<Tag>& tags_;
  std::vector<Scope> scopes_;  // the innermost last
  // The library's interface is const, and wants pointers to data that somebody keeps. A tag is
  // never open twice at a time, so one place for each will do.
  mutable std::vector<Data> slots_;
  mutable std::vector<std::size_t> missing_;
  mutable std::size_t section_ = 0;  // whose value, or whose next element, would be pushed now
  mutable std::vector<const nlohmann::json*> section_values_;
};

}  // namespace judge::prompts
