// What a model has besides its address: concurrency, timeouts, retries, price, the mock's options.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/mock_options.hpp"
#include "config/sections.hpp"
#include "config/shares.hpp"

namespace judge {

namespace {

constexpr std::int64_t most_connections = 100'000;
constexpr std::size_t automatic_start = 16;
constexpr std::size_t automatic_max = 512;

Concurrency read_range(Section section) {
  Concurrency range{true, automatic_start, automatic_max};
  put(range.start, section.integer("start", 1, most_connections));
  range.max = std::max(range.max, range.start);
  put(range.max, section.integer("max", 1, most_connections));
  if (!section.has("start")) range.start = std::min(range.start, range.max);
  if (range.start > range.max) {
    section.reading().problem(section.entry("start"), "must not be more than max");
  }
  section.refuse_unknown();
  return range;
}

}  // namespace

Concurrency read_concurrency(Section& model) {
  const auto found = model.find("max_connections");
  if (!found) return {};
  if (const auto* table = found->node->as_table()) {
    return read_range(Section(*table, found->key, model.reading()));
  }
  if (found->node->value<std::string>() == "auto") return {true, automatic_start, automatic_max};
  if (!found->node->is_integer()) {
    wrong_type(model.reading(), *found, "an integer, \"auto\" or { start = 16, max = 512 }");
    return {};
  }
  const auto fixed = model.integer("max_connections", 1, most_connections);
  if (!fixed) return {};
  return {false, static_cast<std::size_t>(*fixed), static_cast<std::size_t>(*fixed)};
}

TimeoutConfig read_timeout(Section& model) {
  TimeoutConfig timeout;
  auto section = model.table("timeout");
  if (!section) return timeout;
  put(timeout.connect, section->duration("connect"));
  put(timeout.attempt, section->duration("attempt"));
  section->refuse_unknown();
  return timeout;
}

RetryConfig read_retry(Section& model) {
  RetryConfig retry;
  auto section = model.table("retry");
  if (!section) return retry;
  put(retry.max, section->integer("max", 0, 1'000));
  const auto base = section->duration("base");
  const auto cap = section->duration("cap");
  put(retry.base, base);
  put(retry.cap, cap);
  put(retry.retry_after_cap, section->duration("retry_after_cap"));
  put(retry.give_up_after, section->duration("give_up_after"));
  if (retry.base > retry.cap) {
    section->reading().problem(section->entry(base ? "base" : "cap"),
                               base ? "must not be longer than cap" : "must not be less than base");
  }
  section->refuse_unknown();
  return retry;
}

std::optional<HedgeConfig> read_hedge(Section& model) {
  auto section = model.table("hedge");
  if (!section) return std::nullopt;
  HedgeConfig hedge;
  auto& reading = section->reading();
  if (const auto after = section->line("after")) {
    const auto quantile = parse_percentile(*after);
    if (quantile && *quantile >= 0.5 && *quantile < 1)
      hedge.after = *quantile;
    else
      reading.problem(
          section->entry("after"),
          "is not a percentile of the latencies from p50 on: write one such as \"p95\"");
  }
  if (const auto text = section->line("max")) {
    const auto share = parse_share(*text);
    if (share && *share > 0 && *share <= 0.5)
      hedge.max_share = *share;
    else
      reading.problem(section->entry("max"),
                      "is not a share of the attempts up to 50%: write one such as \"2%\"");
  }
  section->refuse_unknown();
  return hedge;
}

std::optional<std::int64_t> read_max_response(Section& model) {
  constexpr std::int64_t least = 1 << 10;  // 32 alone is meant as MiB
  constexpr std::int64_t most = 1 << 30;
  const auto found = model.find("max_response");
  if (!found) return std::nullopt;
  const auto* text = found->node->as_string();
  if (!text && !found->node->is_integer()) {
    wrong_type(model.reading(), *found, "a size such as \"32MiB\", or a number of bytes");
    return std::nullopt;
  }
  const auto bytes = text ? parse_size(text->get()) : found->node->value<std::int64_t>();
  if (!bytes)
    model.reading().problem(*found, "is not a size: write one such as \"32MiB\" or \"500kB\"");
  else if (*bytes < least || *bytes > most)
    model.reading().problem(*found, "must be between 1KiB and 1GiB");
  else
    return bytes;
  return std::nullopt;
}

Price read_price(Section& model) {
  Price price;
  auto section = model.table("price");
  if (!section) return price;
  put(price.input, section->not_negative("input"));
  put(price.cached_input, section->not_negative("cached_input"));
  put(price.output, section->not_negative("output"));
  section->refuse_unknown();
  return price;
}

MockConfig read_mock(Section& model, std::optional<Provider> provider) {
  MockConfig mock;
  auto section = model.table("mock");
  if (!section) return mock;
  if (provider == Provider::openai) {
    model.reading().problem(model.entry("mock"), "is only for provider = \"mock\"");
  }
  const auto latency = section->line("latency");
  if (latency && !is_latency(*latency)) {
    section->reading().problem(
        section->entry("latency"),
        "is not a latency: write one such as \"200ms\" or \"lognormal:200ms,0.5\"");
  }
  put(mock.latency, latency);
  put(mock.rpm, section->positive("rpm"));
  put(mock.tpm, section->positive("tpm"));
  put(mock.burst, section->positive("burst"));
  const auto faults = section->string("fail");
  if (faults && !are_faults(*faults)) {
    section->reading().problem(
        section->entry("fail"),
        "is not a list of faults: write one such as \"500=0.01,reset=0.005\", shares of 1");
  }
  put(mock.fail, faults);
  put(mock.seed, section->integer("seed", 0));
  put(mock.position_bias, read_mock_share(*section, "position_bias"));
  put(mock.unreadable, read_mock_share(*section, "unreadable"));
  section->refuse_unknown();
  return mock;
}

}  // namespace judge
