#include "report/models_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "report/numbers.hpp"
#include "report/paint.hpp"
#include "report/table.hpp"

namespace judge {
namespace {

using Lines = std::vector<std::string>;

std::string shown(const std::string& text) {
  constexpr std::size_t longest = 1000;
  return printable(text, longest);
}

std::string count(double number) {
  return show_count(static_cast<std::uint64_t>(number));
}

/// "2: env:A, file:~/b", each source once: a file or variable may hold several.
std::string keys_sentence(const ModelConfig& model) {
  if (model.api_keys.empty()) return "none: no key is sent";
  Lines sources;
  for (const auto& key : model.api_keys) {
    auto source = shown(key.source);
    if (std::ranges::find(sources, source) == sources.end()) sources.push_back(std::move(source));
  }
  return fmt::format("{}: {}", model.api_keys.size(), fmt::join(sources, ", "));
}

std::string headers_sentence(const ModelConfig& model) {
  Lines names;
  names.reserve(model.headers.size());
  for (const auto& [name, value] : model.headers) names.push_back(shown(name));
  return names.empty() ? "" : fmt::format("{} (values are not shown)", fmt::join(names, ", "));
}

std::string connections_sentence(const Concurrency& limit) {
  return limit.automatic ? fmt::format("up to {} connections, found by trial from {}",
                                       show_count(limit.max), show_count(limit.start))
                         : counted(limit.max, "connection", "connections");
}

std::string rate_sentence(const std::optional<double>& rate, const std::optional<double>& burst,
                          std::string_view what) {
  if (!rate) return fmt::format("{} a minute are learned from headers and 429s", what);
  const auto at_once = burst ? fmt::format(" (at once: {})", count(*burst)) : "";
  return fmt::format("{} {} a minute and key{}", count(*rate), what, at_once);
}

std::string retry_sentence(const RetryConfig& retry) {
  return fmt::format(
      "{} times, {} to {} apart; waits as told up to {}; gives up after {} of 429s alone",
      retry.max, show_duration(retry.base), show_duration(retry.cap),
      show_duration(retry.retry_after_cap), show_duration(retry.give_up_after));
}

std::string hedge_sentence(const std::optional<HedgeConfig>& hedge) {
  if (!hedge) return "";
  return fmt::format("beside what takes longer than p{:g}, at most {:g} % of the attempts",
                     hedge->after * 100, hedge->max_share * 100);
}

std::string price_sentence(const Price& price) {
  Lines parts;
  const auto add = [&parts](const std::optional<double>& usd, const char* what) {
    if (usd) parts.push_back(fmt::format("{} {}", show_usd(*usd), what));
  };
  add(price.input, "input");
  add(price.cached_input, "cached input");
  add(price.output, "output");
  if (parts.empty()) return "unknown: costs are not counted, and limits.usd cannot be kept";
  return fmt::format("{} a million tokens, by the config", fmt::join(parts, ", "));
}

std::string fallback_sentence(const FallbackConfig& fallback) {
  if (fallback.models.empty()) return "";
  Lines names;
  names.reserve(fallback.models.size());
  for (const auto& name : fallback.models) names.push_back(shown(name));
  Lines when;
  if (fallback.on_dead) when.emplace_back("its keys are dead");
  if (fallback.on_content_filter) when.emplace_back("it declines a sample");
  return fmt::format("{}, where {}", fmt::join(names, ", then "), fmt::join(when, " or "));
}

std::string head(const ModelConfig& model, bool color) {
  const auto url = request_url(model);
  const auto where = url.empty()
                         ? "a built-in mock"
                         : fmt::format("{} ({})", shown(url), provider_name(model.provider));
  return fmt::format("{}: {} at {}\n", paint(Paint::bold, shown(model.name), color),
                     shown(model.model), where);
}

std::string facts(const Config& config, const ModelConfig& model) {
  Table table({{}, {}});
  const auto add = [&table](const char* what, std::string sentence) {
    if (!sentence.empty()) table.add({what, std::move(sentence)});
  };
  const auto uses = uses_of(config, model.name);
  add("used by", uses.empty() ? "nothing" : shown(fmt::format("{}", fmt::join(uses, ", "))));
  add("keys", keys_sentence(model));
  add("headers", headers_sentence(model));
  add("limits", connections_sentence(model.max_connections));
  add("", rate_sentence(model.rpm, model.burst, "requests"));
  add("", rate_sentence(model.tpm, model.token_burst, "tokens"));
  add("timeouts",
      fmt::format("{} to connect, {} an attempt; answers of {} at most",
                  show_duration(model.timeout.connect), show_duration(model.timeout.attempt),
                  show_bytes(model.max_response)));
  add("retry", retry_sentence(model.retry));
  add("hedge", hedge_sentence(model.hedge));
  add("price", price_sentence(model.price));
  add("fallback", fallback_sentence(model.fallback));
  add("ca_file", shown(model.ca_file.string()));
  if (!model.params.empty()) add("params", shown(model.params.dump()));
  return table.text("  ", false);
}

}  // namespace

std::string models_text(const Config& config, bool color) {
  std::string text;
  for (const auto& model : config.models)
    text += (text.empty() ? "" : "\n") + head(model, color) + facts(config, model);
  return text.empty() ? "The config names no model.\n" : text;
}

}  // namespace judge
