#include "config/price_file.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "config/providers.hpp"
#include "config/text_file.hpp"

namespace judge {

namespace {

using nlohmann::json;

constexpr std::size_t largest_file = std::size_t{64} << 20;
constexpr double a_million = 1e6;

/// Behind a price's name: of which requests it is.
struct Suffix {
  std::string above;  // "_above_200k_tokens"
  std::string tier;   // "_flex"
};

std::optional<double> per_million(const json& entry, const std::string& name) {
  const auto found = entry.find(name);
  if (found == entry.end() || !found->is_number() || found->get<double>() < 0) return std::nullopt;
  // A price that was written in decimals stays one: 1e-7 a token is 0.1, not 0.09999999999999999.
  return std::stod(fmt::format("{:.12g}", found->get<double>() * a_million));
}

Price price_of(const json& entry, const Suffix& suffix) {
  const auto rate = [&](const char* name) {
    return per_million(entry, name + suffix.above + suffix.tier);
  };
  return {.input = rate("input_cost_per_token"),
          .cached_input = rate("cache_read_input_token_cost"),
          .output = rate("output_cost_per_token"),
          .cache_write = rate("cache_creation_input_token_cost"),
          .cache_write_1h = rate("cache_creation_input_token_cost_above_1hr")};
}

/// What a tier does not say is as below it.
Price over(Price price, const Price& below) {
  const auto keep = [](std::optional<double>& ours, const std::optional<double>& other) {
    if (!ours) ours = other;
  };
  keep(price.input, below.input);
  keep(price.cached_input, below.cached_input);
  keep(price.output, below.output);
  keep(price.cache_write, below.cache_write);
  keep(price.cache_write_1h, below.cache_write_1h);
  return price;
}

/// In thousands of tokens, of "input_cost_per_token_above_200k_tokens".
std::set<std::int64_t> tiers_of(const json& entry) {
  constexpr std::string_view before = "input_cost_per_token_above_";
  std::set<std::int64_t> tiers;
  for (const auto& [name, value] : entry.items()) {
    if (!name.starts_with(before)) continue;
    std::int64_t thousands = 0;
    const auto [end, error] =
        std::from_chars(name.data() + before.size(), name.data() + name.size(), thousands);
    if (error == std::errc() && std::string_view(end).starts_with("k_tokens") && thousands > 0)
      tiers.insert(thousands);
  }
  return tiers;
}

FilePrice read_entry(const json& entry, const std::string& tier) {
  FilePrice found{.price = price_of(entry, {"", tier}), .above = {}};
  for (const auto thousands : tiers_of(entry)) {
    const Suffix suffix{fmt::format("_above_{}k_tokens", thousands), tier};
    const auto& below = found.above.empty() ? found.price : found.above.back().price;
    found.above.push_back({thousands * 1000, over(price_of(entry, suffix), below)});
  }
  return found;
}

std::string tier_of(const json& params) {
  const auto found = params.find("service_tier");
  const bool named = found != params.end() && (*found == "flex" || *found == "priority");
  return named ? "_" + found->get<std::string>() : "";
}

std::vector<std::string> names_of(const ModelConfig& model) {
  const auto* preset = find_preset(model.preset);
  const auto prefix = preset ? std::string(preset->price_prefix)
                             : std::string(defaults_of(model.provider).name) + "/";
  return {prefix + model.model, model.model};
}

}  // namespace

std::expected<std::optional<FilePrice>, std::string> price_in_file(
    const std::filesystem::path& file, const ModelConfig& model) {
  const auto text = read_text_file(file, largest_file);
  if (!text) return std::unexpected(text.error());
  const auto table = json::parse(*text, nullptr, false);
  if (table.is_discarded()) return std::unexpected("is not JSON");
  if (!table.is_object()) return std::unexpected("is not a table of models");
  for (const auto& name : names_of(model)) {
    if (name == "sample_spec") continue;  // prose
    if (const auto found = table.find(name); found != table.end() && found->is_object())
      return read_entry(*found, tier_of(model.params));
  }
  return std::nullopt;
}

}  // namespace judge
