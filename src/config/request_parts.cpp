// What of a model goes on the wire: address, headers, params.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "config/secrets.hpp"
#include "config/sections.hpp"
#include "config/toml_json.hpp"

namespace judge {

using nlohmann::json;

namespace {

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65535;
}

bool is_host(std::string_view authority) {
  const auto bracket = authority.rfind(']');  // [::1]:8080
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return !authority.empty();
  return colon > 0 && is_port(authority.substr(colon + 1));
}

// What is wrong with it; the address itself is not shown, it may hold a password.
std::string_view fault_of_url(std::string_view url) {
  const bool secure = starts_with_ignoring_case(url, "https://");
  if (!secure && !starts_with_ignoring_case(url, "http://")) {
    return "must begin with http:// or https://";
  }
  url.remove_prefix(secure ? 8 : 7);
  const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
  if (std::ranges::any_of(url, [](unsigned char c) { return c <= 0x20 || c >= 0x7f; })) {
    return "contains a space, a control character or a character beyond ASCII";
  }
  if (authority.find('@') != std::string_view::npos) {
    return "contains a user name or password: use api_keys or headers";
  }
  if (!is_host(authority)) return "has no valid host and port";
  if (url.find_first_of("?#") != std::string_view::npos) return "must end before any ? or #";
  if (url.ends_with("/chat/completions")) return "must end before /chat/completions";
  return {};
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

}  // namespace

std::optional<std::string> read_base_url(Section& model) {
  auto url = model.string("base_url");
  if (!url) return std::nullopt;
  while (url->ends_with('/')) url->pop_back();
  const std::string_view fault = fault_of_url(*url);
  if (fault.empty()) return url;
  model.reading().problem(model.entry("base_url"), std::string(fault));
  return std::nullopt;
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
