// Who can be asked, and what need not be written for them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"

namespace judge {

struct ProviderDefaults {
  std::string_view name;
  Provider provider = Provider::openai;
  std::string_view base_url = "";           // "" = has to be written
  std::vector<std::string> variables = {};  // of its key; the first that is set
  std::string_view api_version = "";
};

std::span<const ProviderDefaults> provider_defaults();
const ProviderDefaults& defaults_of(Provider provider);

/// A server that speaks OpenAI's API, by name. The README's table is this one, by test.
struct Preset {
  std::string_view name;
  std::string_view base_url;
  std::string_view variable;        // of its key; "" = it wants none
  std::string_view price_prefix;    // its models' in price files
  bool only_max_tokens = false;     // and does not know max_completion_tokens
  std::string_view known_for = "";  // for a person
};

std::span<const Preset> presets();
/// nullptr where there is none.
const Preset* find_preset(std::string_view name);

}  // namespace judge
