#include "mock/refusal.hpp"

#include <fmt/format.h>

#include <utility>

namespace judge::mock {
namespace {

std::string sentence(unsigned status) {
  switch (status) {
    case 401:
      return "Incorrect API key provided.";
    case 402:
      return "Insufficient balance.";
    case 403:
      return "The key lacks permission for this model.";
    case 404:
      return "The model does not exist.";
    case 408:
      return "The request took too long to arrive.";
    case 429:
      return "Rate limit reached.";
    case 503:
      return "The server is overloaded.";
    case 529:
      return "Overloaded.";
    default:
      return fmt::format("The mock was asked to answer {}.", status);
  }
}

}  // namespace

std::unexpected<Refusal> refuse(std::string_view param, std::string message, Refusal::Cause cause) {
  return std::unexpected(
      Refusal{.message = std::move(message), .cause = cause, .param = std::string(param)});
}

Refusal refusal_of_status(unsigned status) {
  return {.status = status, .message = sentence(status), .cause = Refusal::Cause::status};
}

}  // namespace judge::mock
