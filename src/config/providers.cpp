#include "config/providers.hpp"

#include <algorithm>

namespace judge {

namespace {

constexpr auto all_presets = std::to_array<Preset>({
    {"openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "openrouter/", false,
     "errors inside a reply of status 200; 402 is tried again only where it says when"},
    {"vllm", "http://localhost:8000/v1", "", "hosted_vllm/", false,
     "reasoning stands beside the answer, as `reasoning` or `reasoning_content`"},
    {"ollama", "http://localhost:11434/v1", "", "ollama/", true,
     "no logprobs, no `n`; answers may begin with `<think>`"},
    {"llamacpp", "http://localhost:8080/v1", "", "", false,
     "503 while it loads the model, which is waited for"},
    {"deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY", "deepseek/", true,
     "json_object, no json_schema; blank lines before a late answer"},
    {"groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY", "groq/", false,
     "json_schema with some models only; no logprobs"},
    {"together", "https://api.together.xyz/v1", "TOGETHER_API_KEY", "together_ai/", true,
     "usage without details"},
    {"mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY", "mistral/", true,
     "422 for parameters that it does not know; no logprobs"},
    {"xai", "https://api.x.ai/v1", "XAI_API_KEY", "xai/", false,
     "reasoning tokens are counted beside the output, not in it"},
});

}  // namespace

std::span<const ProviderDefaults> provider_defaults() {
  static const std::vector<ProviderDefaults> all{
      {.name = "openai",
       .provider = Provider::openai,
       .base_url = "https://api.openai.com/v1",
       .variables = {"OPENAI_API_KEY"}},
      {.name = "anthropic",
       .provider = Provider::anthropic,
       .base_url = "https://api.anthropic.com",
       .variables = {"ANTHROPIC_API_KEY"},
       .api_version = "2023-06-01"},
      {.name = "gemini",
       .provider = Provider::gemini,
       .base_url = "https://generativelanguage.googleapis.com",
       .variables = {"GEMINI_API_KEY", "GOOGLE_API_KEY"},
       .api_version = "v1beta"},
      {.name = "azure",
       .provider = Provider::azure,
       .variables = {"AZURE_OPENAI_API_KEY"},
       .api_version = "2024-10-21"},
      {.name = "bedrock", .provider = Provider::bedrock},
      {.name = "mock", .provider = Provider::mock},
  };
  return all;
}

const ProviderDefaults& defaults_of(Provider provider) {
  return *std::ranges::find(provider_defaults(), provider, &ProviderDefaults::provider);
}

std::span<const Preset> presets() {
  return all_presets;
}

const Preset* find_preset(std::string_view name) {
  const auto* const found = std::ranges::find(all_presets, name, &Preset::name);
  return found == all_presets.end() ? nullptr : found;
}

}  // namespace judge
