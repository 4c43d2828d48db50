// What of a model goes on the wire: headers, query, params.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/secrets.hpp"
#include "config/sections.hpp"
#include "config/toml_json.hpp"

namespace judge {

using nlohmann::json;

namespace {

// They would be in logs on the way: keys are headers.
bool names_a_key(std::string_view name) {
  const auto folded = lower(name);
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"key", "token", "secret", "password"},
      [&](auto word) { return folded.ends_with(word); });
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

}  // namespace

std::map<std::string, std::string> read_query(Section& model) {
  std::map<std::string, std::string> query;
  auto section = model.table("query");
  if (!section) return query;
  for (const auto& [entry, name] : section->entries()) {
    if (name.empty() || names_a_key(name))
      model.reading().problem(
          entry, "a key does not belong into a URL: write it into api_keys or headers");
    else if (const auto value = read_string(model.reading(), entry))
      query[name] = *value;
  }
  return query;
}

std::map<std::string, std::string> read_headers(Section& model) {
  std::map<std::string, std::string> headers;
  auto section = model.table("headers");
  if (!section) return headers;
  Reading& reading = model.reading();
  for (const auto& [entry, name] : section->entries()) {
    const std::string folded = lower(name);
    if (!is_header_name(name)) {
      reading.problem(entry, "is no name for a header");
    } else if (folded == "content-length" || folded == "transfer-encoding") {
      reading.problem(entry, "follows from the request and cannot be set");
    } else if (const auto value = read_string(reading, entry)) {
      if (has_control_character(*value)) {
        reading.problem(entry, "contains a newline or another control character");
      } else {
        if (holds_secret(name) && position_of(entry.node->source()).from_override)
          reading.warn(entry,
                       "is shown to every user of this machine in its list of processes: write it "
                       "into the config instead");
        headers[name] = *value;
      }
    }
  }
  return headers;
}

json read_params(Section& model) {
  auto section = model.table("params");
  if (!section) return json::object();
  Reading& reading = model.reading();
  for (const std::string_view ours : {"model", "messages"}) {
    if (section->has(ours)) {
      reading.problem(section->entry(ours), "is written by judge itself and cannot be a param");
    }
  }
  if (section->has("stream") && section->entry("stream").node->value<bool>() != false) {
    reading.problem(section->entry("stream"), "must be false: answers are read whole");
  }
  return to_json(reading, section->self());
}

}  // namespace judge
