#include "run/early_stop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.hpp"

namespace judge {
namespace {

constexpr std::size_t longest_name = 60;

/// Differences of two scores of one scale reach twice as far. Nobody says beforehand how large they
/// are: stakes are for such as a tenth, a thirtieth and a hundredth of the scale would be.
WatchedMean watched(const EarlyStop::Setting& setting) {
  const double reach = setting.max - setting.min;
  ConfidenceSequence::Source source{.min = setting.min,
                                    .max = setting.max,
                                    .population = setting.samples,
                                    .alpha = setting.when.alpha};
  if (!setting.when.compare) return {source, {setting.when.half_width.value_or(reach)}};
  source.min = -reach;
  source.max = reach;
  return {source, {reach / 10, reach / 30, reach / 100}};
}

/// As many places as tell two figures of the interval's half-width.
int places(const Interval& interval) {
  const double half = (interval.high - interval.low) / 2;
  return half > 0 ? std::clamp(1 - static_cast<int>(std::floor(std::log10(half))), 0, 9) : 9;
}

/// Rounded outwards: what is shown holds as well.
std::string show(const Interval& interval, int places) {
  const double unit = std::pow(10, places);
  return fmt::format("between {:.{}f} and {:.{}f}", std::floor(interval.low * unit) / unit, places,
                     std::ceil(interval.high * unit) / unit, places);
}

}  // namespace

EarlyStop::EarlyStop(Setting setting)
    : setting_(std::move(setting)),
      means_(std::max<std::size_t>(1, setting_.models.size()), watched(setting_)) {}

void EarlyStop::add(std::uint64_t rank, std::string_view id, std::uint32_t model,
                    std::optional<double> score) {
  if (rank < next_ || model >= means_.size()) return;
  auto& sample = ahead_[rank];
  if (sample.scores.empty()) {
    sample.scores.resize(means_.size());
    sample.lines_left = setting_.epochs * means_.size();
    sample.id = id;
  }
  if (score) sample.scores[model].add(*score);
  if (sample.lines_left > 0) --sample.lines_left;
  for (auto first = ahead_.begin();
       first != ahead_.end() && first->first == next_ && first->second.lines_left == 0;
       first = ahead_.erase(first), ++next_)
    consume(first->second);
}

void EarlyStop::consume(const Ahead& sample) {
  for (std::size_t model = 0; model < means_.size(); ++model)
    means_[model].add(observation(sample, model));
}

std::optional<double> EarlyStop::observation(const Ahead& sample, std::size_t model) const {
  const auto score = sample.scores[model].mean();
  if (!score || !setting_.when.compare) return score;
  if (setting_.baseline.empty()) return std::nullopt;
  const auto& baseline = setting_.baseline[std::min(model, setting_.baseline.size() - 1)];
  const auto before = baseline.find(sample.id);
  if (before == baseline.end()) return std::nullopt;
  return *score - before->second;
}

bool EarlyStop::known(const WatchedMean& mean) const {
  const auto interval = mean.interval();
  if (!interval || mean.n() == 0) return false;
  if (setting_.when.compare) return interval->low > 0 || interval->high < 0;
  return setting_.when.half_width &&
         (interval->high - interval->low) / 2 <= *setting_.when.half_width;
}

std::optional<std::string> EarlyStop::reached() const {
  if (next_ >= setting_.samples) return std::nullopt;
  if (!std::ranges::all_of(means_, [&](const auto& each) { return known(each); }))
    return std::nullopt;
  auto text = fmt::format("stopped after {} of {} samples, taken in random order: the {} ",
                          show_count(next_), show_count(setting_.samples),
                          setting_.when.compare ? "mean difference" : "mean");
  if (setting_.when.compare)
    text += fmt::format("from {} ", printable(setting_.when.compare->string(), longest_name));
  for (std::size_t model = 0; model < means_.size(); ++model)
    text += (model > 0 ? ", " : "") + finding(model);
  return text + fmt::format(" at {:.6g} %, however often it was looked at{}",
                            100 * (1 - setting_.when.alpha), of_nulls());
}

std::string EarlyStop::finding(std::size_t model) const {
  const auto interval = *means_[model].interval();
  const int digits = places(interval);
  const auto name = setting_.models.size() < 2
                        ? std::string()
                        : "of " + printable(setting_.models[model], longest_name) + " ";
  return fmt::format("{}is {:.{}f}, {}", name, *means_[model].mean(), digits,
                     show(interval, digits));
}

std::string EarlyStop::of_nulls() const {
  std::string counts;
  for (std::size_t model = 0; model < means_.size(); ++model) {
    const auto nulls = means_[model].nulls();
    if (nulls == 0) continue;
    counts += counts.empty() ? "" : ", ";
    counts += show_count(nulls);
    if (setting_.models.size() > 1)
      counts += " of " + printable(setting_.models[model], longest_name);
  }
  if (counts.empty()) return "";
  return fmt::format("; without the samples that have no score{} ({})",
                     setting_.when.compare ? " here or there" : "", counts);
}

}  // namespace judge
