// The service without its wires, asked in any dialect.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock/service.hpp"

namespace judge::mock::test {

using Headers = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr Time kStart{};
/// 2026-11-21T00:00:00Z
constexpr WallTime kWall{std::chrono::sys_days{std::chrono::November / 21 / 2026}};

struct Said {
  unsigned status;
  std::string headers;
  Json body;

  /// The header's value; "" where there is none.
  std::string header(std::string_view name) const;
};

/// One dialect's path and headers, at one service.
class Customer {
 public:
  Customer(std::string_view path, Headers headers, const MockOptions& options = {});

  Turn turn(const Json& body, Time now = kStart);
  Said ask(const Json& body, Time now = kStart);
  Service& service() { return service_; }

  std::string path;
  Headers headers;

 private:
  Service service_;
};

/// {"score": 1 to 5, "explanation": …}, closed and without bounds, as all providers take it.
Json score_schema();
/// What asks for a number from 1 to 5, with an output to judge.
std::string score_question(int output);
/// The score in an answer of that schema.
int score_in(const std::string& answer);

}  // namespace judge::mock::test
