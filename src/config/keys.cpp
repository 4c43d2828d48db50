#include "config/keys.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/text_file.hpp"

namespace judge {

namespace {

constexpr std::size_t largest_key_file = std::size_t{64} << 10;

bool is_capital_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && !std::isdigit(static_cast<unsigned char>(text[0])) &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// "env:sk-…" is a slip that would show the key, so only what is written like a variable is named.
std::string show_variable(std::string_view name) {
  return is_capital_name(name) ? fmt::format("the environment variable {}", name)
                               : std::string("the environment variable named here");
}

std::optional<Secret> checked(Reading& reading, const Entry& entry, std::string_view raw,
                              const std::string& what) {
  const std::string_view key = trim(raw);
  if (key.empty()) {
    reading.problem(entry, what + " is empty");
  } else if (has_control_character(key)) {
    reading.problem(entry, what + " contains a control character");
  } else if (!std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7f; })) {
    reading.problem(entry, what + " contains a space or a character beyond ASCII");
  } else {
    return Secret(std::string(key));
  }
  return std::nullopt;
}

bool others_can_read(const std::filesystem::path& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

/// What a server repeats of such a key cannot be told from its other words.
void warn_if_short(Reading& reading, const Entry& entry, const Secret& key) {
  Redactor redactor;
  redactor.add(key);
  if (!redactor.empty()) return;
  reading.warn(entry,
               "is too short to be told from other words: a server that repeats it will be shown "
               "and stored as it answers");
}

std::optional<ApiKey> key_from_variable(Reading& reading, const Entry& entry,
                                        const std::string& name) {
  const auto value = reading.variable(name);
  if (!value) {
    reading.problem(entry, show_variable(name) + " is not set");
    return std::nullopt;
  }
  auto key = checked(reading, entry, *value, show_variable(name));
  if (!key) return std::nullopt;
  return ApiKey{std::move(*key), "env:" + name};
}

std::optional<ApiKey> key_from_file(Reading& reading, const Entry& entry,
                                    const std::string& written) {
  const auto path = reading.resolve(written);
  const std::string what = fmt::format("the key file \"{}\"", reading.shown(written));
  const auto text = read_text_file(path, largest_key_file);
  if (!text) {
    reading.problem(entry, fmt::format("{}: {}", what, text.error()));
    return std::nullopt;
  }
  if (others_can_read(path))
    reading.warn(entry, what + " can be read by other users: chmod 600 it");
  auto key = checked(reading, entry, *text, what);
  if (!key) return std::nullopt;
  return ApiKey{std::move(*key), "file:" + written};
}

std::optional<ApiKey> literal_key(Reading& reading, const Entry& entry, const std::string& text) {
  if (text.starts_with('$')) {
    reading.problem(entry, "variables are not written with $ here: write \"env:NAME\"");
    return std::nullopt;
  }
  auto key = checked(reading, entry, text, "the key");
  if (!key) return std::nullopt;
  const bool on_command_line = position_of(entry.node->source()).from_override;
  reading.warn(entry,
               fmt::format("a key as it stands {}{}: write \"env:NAME\" or \"file:PATH\" instead",
                           on_command_line
                               ? "is shown to every user of this machine in its list of processes"
                               : "is known to whoever reads it",
                           !on_command_line && others_can_read(reading.file())
                               ? ", and other users can read this file (chmod 600)"
                               : ""));
  return ApiKey{std::move(*key), "literal"};
}

std::optional<ApiKey> read_key(Reading& reading, const Entry& entry, const std::string& text) {
  if (text.starts_with("env:")) {
    return key_from_variable(reading, entry, std::string(trim(text).substr(4)));
  }
  if (text.starts_with("file:") && !has_control_character(text)) {
    return key_from_file(reading, entry, std::string(trim(text).substr(5)));
  }
  return literal_key(reading, entry, text);
}

std::vector<ApiKey> default_keys(Section& model, const std::vector<std::string>& variables) {
  Reading& reading = model.reading();
  const auto set = std::ranges::find_if(variables, [&](const std::string& variable) {
    return reading.variable(variable).has_value();
  });
  if (set == variables.end()) {
    model.missing("api_keys", fmt::format("its default, the environment variable {}, is not set",
                                          fmt::join(variables, " or ")));
    return {};
  }
  const auto& name = *set;
  auto key =
      key_from_variable(reading, {model.self().node, join_key(model.self().key, "api_keys")}, name);
  std::vector<ApiKey> keys;
  if (key) keys.push_back(std::move(*key));
  return keys;
}

}  // namespace

std::vector<ApiKey> read_api_keys(Section& model, const std::vector<std::string>& variables) {
  const auto texts = model.strings("api_keys");
  if (!model.has("api_keys") && !variables.empty()) return default_keys(model, variables);
  std::vector<ApiKey> keys;
  if (!texts) return keys;
  for (const auto& [entry, text] : *texts) {
    auto key = read_key(model.reading(), entry, text);
    if (!key) continue;
    warn_if_short(model.reading(), entry, key->value);
    const bool twice = std::ranges::any_of(
        keys, [&](const ApiKey& other) { return other.value.reveal() == key->value.reveal(); });
    // rpm and tpm are per key: counted twice, one key would be sent twice what it may have.
    if (twice) {
      model.reading().warn(entry, "is the same key again: it is used once");
    } else {
      keys.push_back(std::move(*key));
    }
  }
  return keys;
}

void check_api_keys(Section& model) {
  model.strings("api_keys");
}

}  // namespace judge
