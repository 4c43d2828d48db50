#pragma once

#include <optional>

namespace judge {

/// The run's money. The worst case of an attempt is reserved before it is sent, so that what is
/// spent never passes the limit by more than an estimate's error. USD.
class Budget {
 public:
  explicit Budget(std::optional<double> limit) : limit_(limit) {}

  /// False if `worst_case` on top of all that is spent and reserved would pass the limit.
  bool reserve(double worst_case) {
    if (limit_ && spent_ + reserved_ + worst_case > *limit_) return false;
    reserved_ += worst_case;
    return true;
  }
  void settle(double worst_case, double actual) {
    reserved_ -= worst_case;
    spent_ += actual;
  }
  void add_spent(double usd) { spent_ += usd; }

  double spent() const { return spent_; }
  std::optional<double> limit() const { return limit_; }

 private:
  std::optional<double> limit_;
  double spent_ = 0;
  double reserved_ = 0;
};

}  // namespace judge
