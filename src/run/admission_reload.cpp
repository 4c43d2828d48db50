// What a running batch takes over of its config when that is read again.
#include <fmt/format.h>

#include "base/text.hpp"
#include "model/endpoint.hpp"
#include "run/admission.hpp"
#include "run/requests.hpp"
#include "run/shape.hpp"

namespace judge {
namespace {

std::string text_of(const LimitsConfig& limits) {
  std::vector<std::string> parts;
  if (limits.usd) parts.push_back(show_usd(*limits.usd));
  if (limits.tokens) parts.push_back(show_count(*limits.tokens) + " tokens");
  if (limits.deadline) parts.push_back("deadline " + show_duration(*limits.deadline));
  if (limits.max_failures_share)
    parts.push_back(fmt::format("max_failures {:g}%", *limits.max_failures_share * 100));
  if (limits.max_failures_count)
    parts.push_back(fmt::format("max_failures {}", *limits.max_failures_count));
  return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, ", "));
}

const ModelConfig* find_model(const Config& config, const std::string& name) {
  const auto found = std::ranges::find(config.models, name, &ModelConfig::name);
  return found == config.models.end() ? nullptr : &*found;
}

}  // namespace

void Admission::reload(const Config& next) {
  auto& progress = seams_.progress;
  if (auto fit = check_prices(next); !fit)
    return progress.notice("the config is not taken over: " + fit.error().message);

  bool changed = false;
  const auto tell = [&](const std::string& text) {
    changed = true;
    progress.notice("config read again: " + text);
  };
  std::size_t permits = 0;
  for (const auto& [name, client] : clients_) {
    const auto* model = find_model(next, name);
    permits += (model ? *model : client->model()).max_connections.max;
    if (!model) continue;
    add_secrets(*model, redactor_);
    if (const auto text = client->reload(*model); !text.empty()) tell(text);
  }
  admitted_.resize(window(permits));
  if (next.limits != limits_) {
    tell(fmt::format("limits {} → {}", text_of(limits_), text_of(next.limits)));
    limits_ = next.limits;
    budget_.change(budget_limits(limits_));
    set_deadline();
  }
  if (config_shape(next) != opening_.shape)
    tell("prompts, models or parameters differ too; that takes effect with the next run");
  if (!changed) progress.notice("config read again: nothing has changed");
}

}  // namespace judge
