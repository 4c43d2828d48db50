// What tokens cost: as written, or as a price file has it.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/price_file.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

Price read_rates(Section& section) {
  Price price;
  put(price.input, section.not_negative("input"));
  put(price.cached_input, section.not_negative("cached_input"));
  put(price.output, section.not_negative("output"));
  put(price.cache_write, section.not_negative("cache_write"));
  put(price.cache_write_1h, section.not_negative("cache_write_1h"));
  return price;
}

std::optional<PriceTier> read_tier(Section section) {
  const auto tokens = section.integer("tokens", 1);
  if (!section.has("tokens")) section.missing("tokens", "write the input above which it holds");
  PriceTier tier{tokens.value_or(0), read_rates(section)};
  section.refuse_unknown();
  return tokens ? std::optional(std::move(tier)) : std::nullopt;
}

std::vector<PriceTier> read_tiers(Section& price) {
  const auto found = price.find("above");
  if (!found) return {};
  std::vector<PriceTier> tiers;
  const auto add = [&](const toml::node& node, std::string key) {
    if (const auto* table = node.as_table()) {
      if (auto tier = read_tier(Section(*table, std::move(key), price.reading())))
        tiers.push_back(*tier);
    } else {
      wrong_type(price.reading(), {&node, std::move(key)},
                 "a table such as { tokens = 200000, input = 2.5 }");
    }
  };
  if (const auto* list = found->node->as_array())
    for (std::size_t i = 0; i < list->size(); ++i)
      add(*list->get(i), join_key(found->key, std::to_string(i)));
  else
    add(*found->node, found->key);
  std::ranges::sort(tiers, {}, &PriceTier::tokens);
  return tiers;
}

void take_from_file(Section& section, ModelConfig& model, const std::string& written) {
  Reading& reading = section.reading();
  auto found = price_in_file(reading.resolve(written), model);
  if (!found) {
    reading.problem(section.entry("price_file"),
                    fmt::format("\"{}\": {}", reading.shown(written), found.error()));
  } else if (!*found) {
    reading.warn(section.entry("price_file"),
                 fmt::format("\"{}\" has no price for \"{}\": what it costs is unknown",
                             reading.shown(written), printable(model.model, 60)));
  } else {
    model.price = (*found)->price;
    model.price_above = std::move((*found)->above);
  }
}

}  // namespace

void read_prices(Section& section, ModelConfig& model) {
  auto price = section.table("price");
  const auto file = section.line("price_file");
  if (price) {
    model.price = read_rates(*price);
    model.price_above = read_tiers(*price);
    put(model.batch_price, price->not_negative("batch"));
    price->refuse_unknown();
  } else if (file && model.provider != Provider::mock) {
    take_from_file(section, model, *file);
  }
}

}  // namespace judge
