#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"

namespace judge {

struct FilePrice {
  Price price;
  std::vector<PriceTier> above;
};

/// A table as LiteLLM's model_prices_and_context_window.json: a model's name, or
/// "provider/name", which is looked for first, to USD per token in `input_cost_per_token`,
/// `output_cost_per_token`, `cache_read_input_token_cost`, `cache_creation_input_token_cost` (and
/// …`_above_1hr`); with `_above_200k_tokens` behind it, of requests above so much input; with
/// `_flex` or `_priority` behind it, of params.service_tier. nullopt: it does not know the model.
/// The error is a few words: "no such file", "is not JSON", …
std::expected<std::optional<FilePrice>, std::string> price_in_file(
    const std::filesystem::path& file, const ModelConfig& model);

}  // namespace judge
