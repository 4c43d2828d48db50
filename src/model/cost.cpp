#include <algorithm>

#include "model/dialect.hpp"

namespace judge {

std::optional<double> cost_usd(const Price& price, const std::optional<Usage>& usage) {
  if (!usage) return std::nullopt;
  const auto cached_price = price.cached_input ? price.cached_input : price.input;
  double micro_usd = 0;
  const auto add = [&micro_usd](std::int64_t tokens, std::optional<double> per_million) {
    if (tokens == 0) return true;  // what was not used needs no price
    if (!per_million) return false;
    micro_usd += static_cast<double>(tokens) * *per_million;
    return true;
  };
  const auto cached = usage->cached_input.value_or(0);
  const auto written = usage->cache_write.value_or(0);
  const auto for_an_hour = usage->cache_write_1h;
  const bool known = add(usage->input - cached - written, price.input) &&
                     add(cached, cached_price) && add(written - for_an_hour, price.cache_write) &&
                     add(for_an_hour, price.cache_write_1h) && add(usage->output, price.output);
  return known ? std::optional(micro_usd / 1e6) : std::nullopt;
}

const Price& price_at(const ModelConfig& model, double input_tokens) {
  const auto* price = &model.price;
  for (const auto& tier : model.price_above)
    if (input_tokens > static_cast<double>(tier.tokens)) price = &tier.price;
  return *price;
}

std::optional<double> cost_usd(const ModelConfig& model, const std::optional<Usage>& usage) {
  auto cost = cost_usd(price_at(model, usage ? static_cast<double>(usage->input) : 0), usage);
  if (cost && usage->batch) *cost *= model.batch_price;
  return cost;
}

}  // namespace judge
