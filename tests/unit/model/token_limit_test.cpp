#include <doctest/doctest.h>

#include "unit/model/exchange.hpp"

namespace judge::test {
namespace {

TEST_CASE("a 400 that does not know the limit of tokens by this name says by which") {
  struct Row {
    int status;
    const char* body;
    const char* unknown;
  };
  for (
      const auto& row : std::initializer_list<Row>{
          {400,
           R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}})",
           "max_tokens"},
          {400,
           R"({"error":{"message":"Unrecognized request argument supplied: max_completion_tokens","type":"invalid_request_error","param":null,"code":null}})",
           "max_completion_tokens"},
          {422,
           R"({"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted"}]})",
           "max_completion_tokens"},
          {400,
           R"({"error":{"message":"max_tokens is too large: 999999","type":"invalid_request_error","param":"max_tokens","code":null}})",
           ""},
          {400,
           R"({"error":{"message":"Unsupported parameter: 'top_k'","param":"top_k","code":"unsupported_parameter"}})",
           ""},
          {500, R"({"error":{"message":"unknown max_tokens"}})", ""}}) {
    CAPTURE(row.body);
    CHECK(error_of(row.status, row.body).unknown_param == row.unknown);
  }
}

}  // namespace
}  // namespace judge::test
