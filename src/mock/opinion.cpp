#include "mock/opinion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/hash.hpp"
#include "mock/number.hpp"
#include "mock/overlap.hpp"

namespace judge::mock {
namespace {

// Standard deviations of one verdict.
constexpr double kNoise = 0.06;
constexpr double kPairNoise = 0.02;

constexpr double kShared = 0.7;  // correlation of what two judges think
constexpr double kTasteBesideReference = 0.15;
constexpr double kLeastBias = 0.25;  // a preference that leaves no doubt

constexpr std::uint64_t kCommonSalt = 0x636f6d6d6f6e;
constexpr std::uint64_t kTasteSalt = 0x7461737465;
constexpr std::uint64_t kPairSalt = 0x70616972;
constexpr std::uint64_t kBiasSalt = 0x62696173;
constexpr std::uint64_t kMetSalt = 0x6d6574;

/// What is said, without the lines by which MT-bench's conversations tell whose turn it is: they
/// name the slot.
std::string without_names(std::string_view text) {
  std::string said;
  said.reserve(text.size());
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    if (!line.starts_with("### Assistant")) said += line;
    text.remove_prefix(end);
  }
  return said;
}

std::uint64_t hash_of(std::string_view question, std::string_view output) {
  return short_digest(Hasher().add(question).add(without_names(output)).finish());
}

/// In (0, 1); uniform over texts, but alike for all tastes.
double liking(std::uint64_t text, std::uint64_t taste) {
  Random common(random_bits(kCommonSalt, text));
  Random own(random_bits(taste ^ kTasteSalt, text));
  const double z = std::sqrt(kShared) * normal(common) + std::sqrt(1 - kShared) * normal(own);
  return std::erfc(-z / std::numbers::sqrt2) / 2;
}

/// Good answers are commoner than bad ones.
double worth_of(std::uint64_t text, std::uint64_t taste) {
  return std::sqrt(liking(text, taste));
}

}  // namespace

Opinion::Opinion(const PromptParts& parts, const Temper& temper)
    : taste_(temper.taste), random_(temper.occasion), criteria_(find_criteria(parts)) {
  const auto& outputs = parts.outputs;
  if (!outputs.empty()) judged_ = hash_of(parts.question, outputs[0].text);
  if (outputs.size() == 2)
    compare(parts, temper);
  else if (outputs.empty())
    quality_ = std::sqrt(random_.uniform());
  else if (parts.reference.empty())
    quality_ = worth_of(judged_, taste_);
  else
    quality_ = overlap(parts.reference, outputs[0].text, parts.question);
}

void Opinion::compare(const PromptParts& parts, const Temper& temper) {
  const auto worth = [&](std::string_view output, std::uint64_t hash) {
    const double liked = worth_of(hash, taste_);
    if (parts.reference.empty()) return liked;
    const double right = overlap(parts.reference, output, parts.question);
    return right + kTasteBesideReference * (liked - right);
  };
  const auto second = hash_of(parts.question, parts.outputs[1].text);
  quality_ = worth(parts.outputs[0].text, judged_);
  Random noise(random_bits(temper.occasion ^ kPairSalt, 0));
  double better = quality_ - worth(parts.outputs[1].text, second);
  if (judged_ != second) better += kPairNoise * normal(noise);
  // The same for both orders: of a pair that is judged by its places the first wins twice.
  Random pair(random_bits(taste_ ^ kBiasSalt, judged_ + second));
  if (pair.uniform() < temper.position_bias) better = std::max(std::abs(better), kLeastBias);
  preference_ = std::clamp(better, -1.0, 1.0);
}

double Opinion::quality() {
  return std::clamp(quality_ + kNoise * normal(random_), 0.0, 1.0);
}

bool Opinion::meets(const Criterion& criterion) const {
  Hasher asked;
  asked.add(judged_).add(criterion.text);
  // Without its text a criterion is known by its number alone.
  if (criterion.text.empty()) asked.add(static_cast<std::uint64_t>(criterion.number));
  const double chance = criterion.fault ? 0.4 * (1 - quality_) : 0.25 + 0.6 * quality_;
  return liking(short_digest(asked.finish()) ^ kMetSalt, taste_) < chance;
}

}  // namespace judge::mock
