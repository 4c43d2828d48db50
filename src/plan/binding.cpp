#include "plan/binding.hpp"

#include <algorithm>
#include <cmath>

#include "plan/forecast.hpp"

namespace judge {
namespace {

/// A difference that is none: one call more or less at the end.
constexpr double alike = 1.02;
constexpr std::size_t most_suspects = 4;

/// What one model has to do.
struct Load {
  double calls = 0;
  double tokens = 0;
  double seconds = 0;  // of all its calls one after the other
};

/// One limit, and how long the calls would take if nothing else held them up.
struct Suspect {
  Binding binding;
  std::string model;
  double minutes;
  std::size_t ample = 0;  // connections that hold nothing up
};

/// E[X] of a lognormal X by its median and σ.
double mean_seconds(const SurveyRow& row, const PlannedCalls& planned) {
  const auto sigma = latency_sigma(row, planned);
  return static_cast<double>(planned.latency.count()) / 1000 * std::exp(sigma * sigma / 2);
}

Load load_of(const std::string& model, const Survey& survey,
             const std::vector<PlannedCalls>& rows) {
  Load load;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].model != model) continue;
    const auto left = static_cast<double>(rows[i].left);
    load.calls += left;
    load.tokens += rows[i].input_tokens.expected + rows[i].output_tokens.expected;
    load.seconds += left * mean_seconds(survey.rows()[i], rows[i]);
  }
  return load;
}

double keys_of(const ModelConfig& model) {
  return static_cast<double>(std::max<std::size_t>(1, model.api_keys.size()));
}

/// Four times what the stated rates can keep busy (Little 1961: rate × latency), else one a call.
std::size_t ample_connections(const ModelConfig& model, const Load& load) {
  auto busy = load.calls;
  const auto at_most = [&](double a_minute) {
    busy = std::min(busy, 4 * a_minute * keys_of(model) / 60 * load.seconds / load.calls);
  };
  if (model.rpm) at_most(*model.rpm);
  if (model.tpm && load.tokens > 0) at_most(*model.tpm * load.calls / load.tokens);
  return std::max(model.max_connections.max, static_cast<std::size_t>(std::ceil(busy)));
}

void add_suspects(std::vector<Suspect>& suspects, const ModelConfig& model, const Load& load) {
  if (load.calls == 0) return;
  if (model.rpm)
    suspects.push_back({Binding::rpm, model.name, load.calls / (*model.rpm * keys_of(model))});
  if (model.tpm)
    suspects.push_back({Binding::tpm, model.name, load.tokens / (*model.tpm * keys_of(model))});
  suspects.push_back({Binding::connections, model.name,
                      load.seconds / 60 / static_cast<double>(model.max_connections.max),
                      ample_connections(model, load)});
}

void set_connections(ModelConfig& model, std::size_t count) {
  model.max_connections = {.automatic = false, .start = count, .max = count};
}

Rehearsal::Change lift(const Suspect& suspect, std::uint64_t calls) {
  const auto ample = std::min(suspect.ample, static_cast<std::size_t>(calls));
  return [&suspect, ample](ModelConfig& model) {
    if (model.name != suspect.model) return;
    if (suspect.binding == Binding::rpm) model.rpm.reset();
    if (suspect.binding == Binding::tpm) model.tpm.reset();
    if (suspect.binding == Binding::connections) set_connections(model, ample);
  };
}

/// Where nobody states a rate, more connections are always faster.
bool is_rated(const std::vector<Suspect>& suspects) {
  return std::ranges::any_of(
      suspects, [](const Suspect& suspect) { return suspect.binding != Binding::connections; });
}

/// With connections to spare, as many are in use on average as calls overlap (Little 1961); from
/// there, as many more as it takes for the run to end as soon.
Result<std::size_t> enough_connections(Rehearsal& rehearsal, const PlannedTime& time,
                                       std::size_t ample, double seconds) {
  const auto with = [&](std::size_t count) {
    return rehearsal.run([&](ModelConfig& each) {
      if (each.name == time.model) set_connections(each, count);
    });
  };
  const auto most = std::min(ample, static_cast<std::size_t>(rehearsal.calls()));
  const bool known = time.binding == Binding::connections && time.without;
  const auto free = known ? Result<milliseconds>(*time.without) : with(most);
  if (!free) return std::unexpected(free.error());
  const auto goal = std::max(1.0, static_cast<double>(free->count()));
  double count = std::max(1.0, std::ceil(seconds * 1000 / goal));
  constexpr int most_tries = 6;
  for (int i = 0; i < most_tries && count < static_cast<double>(most); ++i) {
    const auto tried = with(static_cast<std::size_t>(count));
    if (!tried) return std::unexpected(tried.error());
    const auto over = static_cast<double>(tried->count()) / goal;
    if (over <= alike) break;
    count = std::ceil(count * std::max(over, alike));
  }
  return std::min(most, static_cast<std::size_t>(count));
}

Result<> find_binding(Rehearsal& rehearsal, const std::vector<Suspect>& suspects,
                      PlannedTime& time) {
  for (std::size_t i = 0; i < std::min(suspects.size(), most_suspects); ++i) {
    const auto without = rehearsal.run(lift(suspects[i], rehearsal.calls()));
    if (!without) return std::unexpected(without.error());
    if (static_cast<double>(time.duration.count()) <= alike * static_cast<double>(without->count()))
      continue;
    time.binding = suspects[i].binding;
    time.model = suspects[i].model;
    time.without = *without;
    return {};
  }
  return {};
}

}  // namespace

Result<PlannedTime> planned_time(const Config& config, const Survey& survey,
                                 const std::vector<PlannedCalls>& rows, Progress& progress) {
  auto rehearsal = Rehearsal::make(config, survey, rows, progress);
  if (!rehearsal) return std::unexpected(rehearsal.error());
  PlannedTime time;
  time.rehearsed = rehearsal->calls();
  const auto duration = rehearsal->run();
  if (!duration) return std::unexpected(duration.error());
  time.duration = *duration;

  std::vector<Suspect> suspects;
  for (const auto& model : rehearsal->models())
    add_suspects(suspects, model, load_of(model.name, survey, rows));
  std::ranges::sort(suspects, std::ranges::greater{}, &Suspect::minutes);
  if (auto found = find_binding(*rehearsal, suspects, time); !found)
    return std::unexpected(found.error());

  if (time.model.empty()) time.model = suspects.front().model;
  const auto& model = *std::ranges::find(rehearsal->models(), time.model, &ModelConfig::name);
  time.connections = model.max_connections.max;
  if (!is_rated(suspects)) return time;
  const auto ample = ample_connections(model, load_of(time.model, survey, rows));
  const auto enough =
      enough_connections(*rehearsal, time, ample, load_of(time.model, survey, rows).seconds);
  if (!enough) return std::unexpected(enough.error());
  time.enough_connections = *enough;
  return time;
}

}  // namespace judge
