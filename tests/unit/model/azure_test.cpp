#include <doctest/doctest.h>

#include "model/rate_headers.hpp"
#include "unit/model/exchange.hpp"
#include "unit/model/spoken.hpp"

namespace judge::test {
namespace {

TEST_CASE("azure: the deployment is in the path, the version in the query, the key in a header") {
  Spoken spoken(Provider::azure);
  spoken.model.base_url = "https://mine.openai.azure.com";
  spoken.model.deployment = "gpt 5";
  CHECK(spoken.url() ==
        "https://mine.openai.azure.com/openai/deployments/gpt%205/chat/"
        "completions?api-version=2024-10-21");
  spoken.model.query = {{"api-version", "preview"}, {"a", "b"}};
  CHECK(spoken.url().ends_with("/chat/completions?a=b&api-version=preview"));
  CHECK(spoken.header("api-key") == "the-secret-key|");
  CHECK(spoken.header("Authorization").empty());
}

TEST_CASE("azure: its content filter blocks prompts with 400 and answers with 200") {
  const Spoken azure(Provider::azure);
  check_errors(
      azure,
      {{400,
        R"({"error":{"message":"…","type":null,"param":"prompt","code":"content_filter","status":400,
                 "innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
        ErrorClass::sample, "content_filter"},
       {429, R"({"error":{"code":"429","message":"Requests … have exceeded call rate limit"}})",
        ErrorClass::rate_limit, "http_429"},
       {404, R"({"error":{"code":"DeploymentNotFound","message":"…"}})", ErrorClass::config,
        "DeploymentNotFound"},
       {401, R"({"statusCode":401,"message":"Access denied due to invalid subscription key"})",
        ErrorClass::auth, "http_401"}});
  CHECK(azure.answer(completion("{\"role\":\"assistant\",\"content\":null}", "content_filter"))
            .refusal == "content_filter");
}

TEST_CASE("azure: -1 in a rate-limit header is no limit, and retry-after-ms is the delay") {
  const auto limits = rate_headers(reply(200, "",
                                         {{"x-ratelimit-limit-requests", "-1"},
                                          {"x-ratelimit-remaining-requests", "-1"},
                                          {"x-ratelimit-limit-tokens", "30000"},
                                          {"x-ratelimit-reset-tokens", "12"}}));
  CHECK(!limits.limit_requests);
  CHECK(!limits.remaining_requests);
  CHECK(limits.limit_tokens == 30000);
  const Spoken azure(Provider::azure);
  CHECK(azure.error(429, "{}", {{"retry-after-ms", "350"}, {"retry-after", "1"}}).retry_after ==
        milliseconds(350));
}

}  // namespace
}  // namespace judge::test
