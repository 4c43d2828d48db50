// What calls with each key come to, in words.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "doctor/calls.hpp"
#include "run/requests.hpp"

namespace judge {
namespace {

bool answered(const KeyCheck& check) {
  return !check.wrong;
}

std::string who_answers(const ModelCheck& check) {
  const auto good = std::ranges::count_if(check.keys, answered);
  const auto all = check.model->api_keys.size();
  if (all == 0) return "answers without a key";
  if (static_cast<std::size_t>(good) == all)
    return all == 1 ? fmt::format("its key ({}) answers", check.model->api_keys[0].source)
                    : fmt::format("its {} keys answer", all);
  return fmt::format("{} of {} keys answer{}", good, all, good == 1 ? "s" : "");
}

std::string taken(Wants wanted, const KeyCheck& check) {
  if (wanted.format == ReplyFormat::text) return "";
  if (check.format == wanted.format) return fmt::format("{} is taken", name(check.format));
  return check.format == ReplyFormat::text
             ? "no response_format is taken, so verdicts are asked for in words"
             : fmt::format("of response_format only {} is taken", name(check.format));
}

std::string told_limits(const RateHeaders& rates) {
  std::vector<std::string> parts;
  const auto add = [&parts](const std::optional<double>& limit, const char* what) {
    if (limit) parts.push_back(show_count(static_cast<std::uint64_t>(*limit)) + what);
  };
  add(rates.limit_requests, " requests");
  add(rates.limit_tokens, " tokens");
  if (parts.empty()) return "";
  return fmt::format("its headers allow {} a minute", fmt::join(parts, " and "));
}

/// Of all keys' calls together.
std::string spent(const ModelCheck& check) {
  std::int64_t tokens = 0;
  std::optional<double> usd = 0.0;
  bool told = false;
  for (const auto& key : check.keys) {
    if (!answered(key)) continue;
    told = told || key.usage;
    if (key.usage) tokens += key.usage->input + key.usage->output;
    usd = usd && key.cost_usd ? std::optional(*usd + *key.cost_usd) : std::nullopt;
  }
  if (!told) return "no usage is reported";
  return fmt::format("{} used, {}", counted(static_cast<std::uint64_t>(tokens), "token", "tokens"),
                     usd ? show_usd(*usd) : "price unknown");
}

Finding of_living(const ModelCheck& check, Wants wants) {
  const auto first = std::ranges::find_if(check.keys, answered);
  std::vector<std::string> parts{
      fmt::format("{} in {}", who_answers(check), show_duration(first->latency))};
  for (auto part : {taken(wants, *first), told_limits(first->rates), spent(check)})
    if (!part.empty()) parts.push_back(std::move(part));
  return {.subject = check.model->name, .what = fmt::format("{}", fmt::join(parts, "; "))};
}

Finding of_dead(const ModelCheck& check, const KeyCheck& key, bool others_live) {
  const auto name = key_name(*check.model, key.key);
  Finding finding{.subject = check.model->name + (name.empty() ? "" : ", " + name),
                  .level = key.wrong->level,
                  .what = key.wrong->what,
                  .remedy = key.wrong->remedy};
  if (others_live) finding.level = Level::warning;
  return finding;
}

/// A limit of the config above what the server says.
void compare(const char* key, const std::optional<double>& stated,
             const std::optional<double>& told, const ModelConfig& model, Findings& findings) {
  if (!stated || !told || *stated <= *told) return;
  const auto shown = show_count(static_cast<std::uint64_t>(*told));
  findings.push_back(
      {.subject = model.name,
       .level = Level::warning,
       .what = fmt::format("{} = {} in the config, but the server's headers allow {}", key,
                           show_count(static_cast<std::uint64_t>(*stated)), shown),
       .remedy = fmt::format("leave [models.{}] {} out, so that it is learned from the headers; "
                             "or lower it",
                             model.name, key)});
}

bool died_by_keys(const ModelCheck& check) {
  return std::ranges::all_of(check.keys, [](const KeyCheck& key) {
    return key.error_class == name(ErrorClass::auth) ||
           key.error_class == name(ErrorClass::billing);
  });
}

bool lives(const std::vector<ModelCheck>& checks, const std::string& model) {
  return std::ranges::any_of(checks, [&model](const ModelCheck& check) {
    return check.model->name == model && std::ranges::any_of(check.keys, answered);
  });
}

}  // namespace

Findings findings_of(const ModelCheck& check, Wants wants) {
  Findings findings;
  const auto first = std::ranges::find_if(check.keys, answered);
  const bool some_live = first != check.keys.end();
  if (some_live) findings.push_back(of_living(check, wants));
  for (const auto& key : check.keys)
    if (!answered(key)) findings.push_back(of_dead(check, key, some_live));
  if (!some_live) return findings;
  compare("rpm", check.model->rpm, first->rates.limit_requests, *check.model, findings);
  compare("tpm", check.model->tpm, first->rates.limit_tokens, *check.model, findings);
  if (first->lacks_logprobs)
    findings.push_back({.subject = check.model->name,
                        .level = Level::warning,
                        .what = "it gives no logprobs, which a judge asks for",
                        .remedy = "take another model, or `logprobs` out of the [judge]"});
  return findings;
}

void count_on_fallbacks(const std::vector<ModelCheck>& checks, Findings& findings) {
  for (const auto& check : checks) {
    const auto& fallback = check.model->fallback;
    if (check.keys.empty() || !fallback.on_dead || !died_by_keys(check)) continue;
    const auto living = std::ranges::find_if(
        fallback.models, [&checks](const std::string& model) { return lives(checks, model); });
    if (living == fallback.models.end()) continue;
    const auto& name = check.model->name;
    for (auto& finding : findings) {
      if (finding.subject != name && !finding.subject.starts_with(name + ", key ")) continue;
      finding.level = std::min(finding.level, Level::warning);
      finding.remedy += fmt::format("; until then its fallback {} answers", *living);
    }
  }
}

}  // namespace judge
