#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "config/config.hpp"

namespace judge {

/// The config as it is read again while a run goes on. One run listens; what came before it did is
/// kept for it. Single-threaded, as the loop is.
class ConfigUpdates {
 public:
  using Take = std::function<void(const Config&)>;

  /// Ends the listening when it goes out of scope.
  class Listening {
   public:
    explicit Listening(ConfigUpdates* from) : from_(from) {}
    Listening(Listening&& other) noexcept : from_(std::exchange(other.from_, nullptr)) {}
    Listening& operator=(Listening&&) = delete;
    ~Listening() {
      if (from_) from_->take_ = nullptr;
    }

   private:
    ConfigUpdates* from_;
  };

  [[nodiscard]] Listening listen(Take take) {
    take_ = std::move(take);
    if (latest_) take_(*latest_);
    return Listening(this);
  }

  void push(Config next) {
    latest_ = std::move(next);
    if (take_) take_(*latest_);
  }

 private:
  std::optional<Config> latest_;
  Take take_;
};

}  // namespace judge
