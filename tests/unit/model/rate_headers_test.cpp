#include "model/rate_headers.hpp"

#include <doctest/doctest.h>

using namespace judge;

namespace {

RateHeaders of(std::vector<Header> headers) {
  HttpReply reply;
  reply.status = 200;
  reply.headers = std::move(headers);
  return rate_headers(reply);
}

}  // namespace

TEST_CASE("limits are read as OpenAI and as Anthropic write them") {
  const auto openai = of({{"x-ratelimit-limit-requests", "3000"},
                          {"x-ratelimit-remaining-requests", "2999"},
                          {"x-ratelimit-limit-tokens", "200000"},
                          {"x-ratelimit-remaining-tokens", "0"},
                          {"x-ratelimit-reset-tokens", "23h18m29.144s"}});
  CHECK(openai.limit_requests == 3000);
  CHECK(openai.remaining_requests == 2999);
  CHECK(openai.limit_tokens == 200000);
  CHECK(openai.remaining_tokens == 0);
  const auto anthropic = of({{"anthropic-ratelimit-requests-limit", "50"},
                             {"anthropic-ratelimit-requests-remaining", "49"},
                             {"anthropic-ratelimit-tokens-limit", "40000"}});
  CHECK(anthropic.limit_requests == 50);
  CHECK(anthropic.remaining_requests == 49);
  CHECK(anthropic.limit_tokens == 40000);
  CHECK_FALSE(anthropic.remaining_tokens);
}

TEST_CASE("nonsense is as good as nothing") {
  for (const auto* text :
       {"", "-1", "0", "nan", "inf", "1e400", "many", "12 apples", "3000;w=60", "0x10"})
    CHECK_FALSE(of({{"x-ratelimit-limit-requests", text}}).limit_requests);
  CHECK(of({{"x-ratelimit-limit-requests", " 3000 "}}).limit_requests == 3000);
  CHECK_FALSE(of({}).limit_tokens);
}
