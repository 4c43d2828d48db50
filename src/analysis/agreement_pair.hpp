#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "analysis/agreement_raters.hpp"
#include "stats/bootstrap_interval.hpp"
#include "stats/confusion.hpp"
#include "stats/estimated.hpp"

namespace judge {

/// Two raters over the lines that both rated. What has no value is absent.
struct PairAgreement {
  std::uint64_t n = 0;
  bool clustered = false;              // several of these lines belong together
  bool bootstrapped = false;           // and so the errors of κ are by bootstrap over clusters
  std::optional<double> equal;         // share of equal verdicts
  std::optional<double> difference;    // numbers: mean of the second's minus the first's
  std::optional<Estimated> kappa;      // nominal
  std::optional<Estimated> linear;     // numbers, where they are whole and few
  std::optional<Estimated> quadratic;  // likewise
  std::optional<double> pearson, spearman, kendall;
  std::optional<Interval> pearson_interval;
  bool whole = true;  // numbers: κ could be asked for
};

PairAgreement agreement_of(const VerdictTable& table, std::span<const std::uint32_t> clusters,
                           const Column& first, const Column& second, const BootstrapPlan& plan);

/// How often each pair of categories came together, of nominal verdicts: the first's are the rows.
Confusion confusion_of(const VerdictTable& table, const Column& first, const Column& second);

}  // namespace judge
