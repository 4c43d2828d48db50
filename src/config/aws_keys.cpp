#include "config/aws_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "config/text_file.hpp"

namespace judge {

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20;

using Settings = std::map<std::string, std::string, std::less<>>;

// "[name]", then "key = value"; a line that is neither is nobody's business here.
Settings settings_of(std::string_view text, std::string_view profile) {
  Settings settings;
  bool ours = false;
  while (!text.empty()) {
    const auto line = trim(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), text.find('\n')) + (text.contains('\n') ? 1 : 0));
    if (line.starts_with('[') && line.ends_with(']'))
      ours = trim(line.substr(1, line.size() - 2)) == profile;
    const auto equals = line.find('=');
    if (!ours || equals == line.npos || line.starts_with('#')) continue;
    settings[std::string(trim(line.substr(0, equals)))] = trim(line.substr(equals + 1));
  }
  return settings;
}

Settings environment_settings(const Reading& reading) {
  Settings settings;
  for (const auto& [name, variable] : {std::pair("aws_access_key_id", "AWS_ACCESS_KEY_ID"),
                                       std::pair("aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"),
                                       std::pair("aws_session_token", "AWS_SESSION_TOKEN")})
    if (const auto value = reading.variable(variable)) settings[name] = trim(*value);
  return settings;
}

bool is_sendable(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<ApiKey> key_from(Settings settings, std::string source) {
  if (!is_sendable(settings["aws_access_key_id"]) ||
      !is_sendable(settings["aws_secret_access_key"]))
    return std::nullopt;
  ApiKey key{Secret(settings["aws_secret_access_key"]), std::move(source)};
  key.aws_id = settings["aws_access_key_id"];
  if (is_sendable(settings["aws_session_token"]))
    key.aws_session = Secret(settings["aws_session_token"]);
  return key;
}

std::optional<ApiKey> key_of_profile(const Reading& reading) {
  const auto profile = reading.variable("AWS_PROFILE").value_or("default");
  const auto file = reading.variable("AWS_SHARED_CREDENTIALS_FILE").value_or("~/.aws/credentials");
  const auto text = read_text_file(reading.resolve(file), largest_file);
  if (!text) return std::nullopt;
  return key_from(settings_of(*text, profile), "profile:" + profile);
}

}  // namespace

std::vector<ApiKey> read_aws_keys(Section& model) {
  const Reading& reading = model.reading();
  if (const auto bearer = reading.variable("AWS_BEARER_TOKEN_BEDROCK");
      bearer && is_sendable(trim(*bearer)))
    return {{Secret(std::string(trim(*bearer))), "env:AWS_BEARER_TOKEN_BEDROCK"}};
  auto key = key_from(environment_settings(reading), "env:AWS_ACCESS_KEY_ID");
  if (!key) key = key_of_profile(reading);
  if (key) return {*std::move(key)};
  model.missing("api_keys",
                "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN where the "
                "key is temporary), or AWS_PROFILE to a profile with keys in ~/.aws/credentials; "
                "`aws configure export-credentials --format env` writes them for other logins");
  return {};
}

std::string read_region(Section& model) {
  if (const auto region = model.line("region")) return *region;
  if (model.has("region")) return {};
  for (const auto* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"})
    if (const auto region = model.reading().variable(variable); region && is_sendable(*region))
      return *region;
  model.missing("region", "write one such as \"us-east-1\", or set AWS_REGION");
  return {};
}

}  // namespace judge
