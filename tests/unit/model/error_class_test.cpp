#include <doctest/doctest.h>

#include "unit/model/exchange.hpp"

namespace judge::test {
namespace {

struct Row {
  int status;
  const char* body;
  ErrorClass error_class;
  const char* code;
};

void check(std::initializer_list<Row> rows) {
  for (const auto& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.body);
    const auto error = error_of(row.status, row.body);
    CHECK(name(error.error_class) == name(row.error_class));
    CHECK(error.code == row.code);
  }
}

TEST_CASE("429 is a rate limit unless its code or type says that the money is gone") {
  check({
      {429,
       R"({"error":{"message":"Rate limit reached for gpt-5-mini in organization org-x on tokens per min (TPM): Limit 200000, Used 198000, Requested 4000. Please try again in 600ms.","type":"tokens","param":null,"code":"rate_limit_exceeded"}})",
       ErrorClass::rate_limit, "rate_limit_exceeded"},
      {429, R"({"error":{"message":"Slow down","type":"requests","code":"slow_down"}})",
       ErrorClass::rate_limit, "slow_down"},
      {429, R"({"error":{"message":"Too many requests","code":null,"type":null}})",
       ErrorClass::rate_limit, "http_429"},
      {429, R"({"error":{"message":"Rate limited","code":429}})", ErrorClass::rate_limit,
       "http_429"},
      {429, R"({"error":{"message":"?","code":"brand_new_limit"}})", ErrorClass::rate_limit,
       "brand_new_limit"},
      {429, "", ErrorClass::rate_limit, "http_429"},
      {429, "<html>Too Many Requests</html>", ErrorClass::rate_limit, "http_429"},
      {429,
       R"({"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}})",
       ErrorClass::billing, "insufficient_quota"},
      {429, R"({"error":{"message":"","type":"insufficient_quota","code":null}})",
       ErrorClass::billing, "insufficient_quota"},
      {429, R"({"error":{"type":"insufficient_quota","code":"credit_balance_exhausted"}})",
       ErrorClass::billing, "credit_balance_exhausted"},
      {429, R"({"error":{"code":"organization_spend_limit_exceeded"}})", ErrorClass::billing,
       "organization_spend_limit_exceeded"},
      {429, R"({"error":{"code":"project_spend_limit_exceeded"}})", ErrorClass::billing,
       "project_spend_limit_exceeded"},
      {429, R"({"error":{"code":"organization_usage_limit_exceeded"}})", ErrorClass::billing,
       "organization_usage_limit_exceeded"},
      {429,
       R"({"error":{"type":"rate_limit_error","details":{"error_code":"enforced_spend_limit_reached"}}})",
       ErrorClass::billing, "rate_limit_error"},
      {429,
       R"({"error":{"type":"rate_limit_error","details":{"error_code":"contract_spend_limit_reached"}}})",
       ErrorClass::billing, "rate_limit_error"},
  });
}

TEST_CASE("the message's words never make a class") {
  check({
      {429,
       R"({"error":{"message":"insufficient_quota: check your billing details","code":"rate_limit_exceeded"}})",
       ErrorClass::rate_limit, "rate_limit_exceeded"},
      {400, R"({"error":{"message":"invalid_api_key rate_limit_exceeded","code":null}})",
       ErrorClass::sample, "http_400"},
  });
}

TEST_CASE("money and keys") {
  check({
      {402, R"({"error":{"message":"Payment required","type":"billing_error"}})",
       ErrorClass::billing, "billing_error"},
      {402, R"({"error":{"message":"Insufficient credits","code":402}})", ErrorClass::billing,
       "http_402"},
      {401,
       R"({"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}})",
       ErrorClass::auth, "invalid_api_key"},
      {401, R"({"statusCode":401,"message":"Unauthorized. Access token is missing."})",
       ErrorClass::auth, "http_401"},
      {403, R"({"error":{"message":"Country not supported","code":"unsupported_country"}})",
       ErrorClass::auth, "unsupported_country"},
      {403, "<html>Forbidden</html>", ErrorClass::auth, "http_403"},
      {400, R"({"error":{"code":"invalid_api_key"}})", ErrorClass::auth, "invalid_api_key"},
  });
}

TEST_CASE("402 that says when to come back is worth another try") {
  const auto error =
      error_of(reply(402, R"({"error":{"code":402,"message":"Busy"}})", {{"retry-after", "3"}}));
  CHECK(error.error_class == ErrorClass::transient);
  CHECK(error.retry_after == milliseconds(3000));
}

TEST_CASE("what passes by itself is transient") {
  check({
      {503, R"({"error":{"message":"Overloaded","code":"server_is_overloaded"}})",
       ErrorClass::transient, "server_is_overloaded"},
      {503, R"({"error":{"code":503,"message":"Loading model","type":"unavailable_error"}})",
       ErrorClass::transient, "unavailable_error"},
      {503, R"({"error":"server busy, please try again.  maximum pending requests exceeded"})",
       ErrorClass::transient, "http_503"},
      {529, R"({"error":{"type":"overloaded_error"}})", ErrorClass::transient, "overloaded_error"},
      {500, R"({"error":{"message":"The server had an error","type":"server_error"}})",
       ErrorClass::transient, "server_error"},
      {502, "<html><body>502 Bad Gateway</body></html>", ErrorClass::transient, "http_502"},
      {504, "upstream request timeout", ErrorClass::transient, "http_504"},
      {524, "error code: 524", ErrorClass::transient, "http_524"},
      {408, "", ErrorClass::transient, "http_408"},
      {409, "{}", ErrorClass::transient, "http_409"},
  });
}

TEST_CASE("what is about one sample fails that sample") {
  check({
      {400,
       R"({"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}})",
       ErrorClass::sample, "context_length_exceeded"},
      {400,
       R"({"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}})",
       ErrorClass::sample, "exceed_context_size_error"},
      {500, R"({"error":{"type":"exceed_context_size_error","code":500}})", ErrorClass::sample,
       "exceed_context_size_error"},
      {400,
       R"({"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}})",
       ErrorClass::sample, "content_filter"},
      {400, R"({"error":{"code":"content_policy_violation"}})", ErrorClass::sample,
       "content_policy_violation"},
      {403,
       R"({"error":{"code":403,"message":"Flagged","metadata":{"reasons":["violence"],"flagged_input":"…"}}})",
       ErrorClass::sample, "http_403"},
      {413, "", ErrorClass::sample, "http_413"},
      {400,
       R"({"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400})",
       ErrorClass::sample, "BadRequestError"},
      {422, R"({"detail":[{"loc":["body","messages"],"msg":"field required"}]})",
       ErrorClass::sample, "http_422"},
      {418, "", ErrorClass::sample, "http_418"},
  });
}

TEST_CASE("what every sample would fail of is a matter of the config") {
  check({
      {400,
       R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}})",
       ErrorClass::config, "unsupported_parameter"},
      {400,
       R"({"error":{"message":"Unsupported value: 'temperature'","param":"temperature","code":"unsupported_value"}})",
       ErrorClass::config, "unsupported_value"},
      {400, R"({"error":{"message":"invalid model ID","param":"model","code":null}})",
       ErrorClass::config, "http_400"},
      {404,
       R"({"error":{"message":"The model `gpt-9` does not exist","type":"invalid_request_error","code":"model_not_found"}})",
       ErrorClass::config, "model_not_found"},
      {404, R"({"error":{"message":"model \"llama\" not found, try pulling it first"}})",
       ErrorClass::config, "http_404"},
      {404, "404 page not found", ErrorClass::config, "http_404"},
      {405, "", ErrorClass::config, "http_405"},
      {307, "", ErrorClass::config, "http_307"},
  });
}

TEST_CASE("an error inside a 200 has the class of its code") {
  check({
      {200, R"({"error":{"code":429,"message":"Rate limited upstream"}})", ErrorClass::rate_limit,
       "http_429"},
      {200, R"({"error":{"code":"429","message":"as a string"}})", ErrorClass::rate_limit,
       "http_429"},
      {200, R"({"error":{"code":402,"message":"Insufficient credits"}})", ErrorClass::billing,
       "http_402"},
      {200, R"({"error":{"code":502,"message":"Provider returned error"}})", ErrorClass::transient,
       "http_502"},
      {200, R"({"error":{"code":401,"message":"No auth"}})", ErrorClass::auth, "http_401"},
      {200, R"({"error":{"code":400,"message":"Bad request"}})", ErrorClass::sample, "http_400"},
      {200, R"({"error":{"code":"rate_limit_exceeded"}})", ErrorClass::rate_limit,
       "rate_limit_exceeded"},
      {200, R"({"error":{"code":"insufficient_quota"}})", ErrorClass::billing,
       "insufficient_quota"},
      {200, R"({"error":{"code":"context_length_exceeded"}})", ErrorClass::sample,
       "context_length_exceeded"},
      {200, R"({"error":"something broke"})", ErrorClass::transient, "error_in_200"},
      {200, R"({"error":{}})", ErrorClass::transient, "error_in_200"},
      {200, R"({"error":{"code":99999999999999999999,"message":"?"}})", ErrorClass::transient,
       "error_in_200"},
      {200, R"({"error":{"code":-5}})", ErrorClass::transient, "error_in_200"},
      {200,
       R"({"choices":[{"error":{"code":429},"finish_reason":"error","message":{"content":""}}]})",
       ErrorClass::rate_limit, "http_429"},
      {200, R"({"error":{"code":500},"choices":[{"message":{"content":"7"}}]})",
       ErrorClass::transient, "http_500"},
  });
  CHECK(error_of(200, R"({"error":{"code":429}})").possibly_billed);
}

TEST_CASE("an error member that is null is none") {
  CHECK(answer_of(R"({"error":null,"choices":[{"message":{"content":"7"}}]})").text == "7");
}

TEST_CASE("what may have been billed is said") {
  for (const int status : {408, 502, 504, 524}) CHECK(error_of(status, "").possibly_billed);
  for (const int status : {400, 401, 402, 404, 429, 500, 503, 529})
    CHECK(!error_of(status, "").possibly_billed);
}

TEST_CASE("a refused response_format is told apart from other bad requests") {
  for (
      const auto* body : {
          R"({"error":{"message":"no","param":"response_format","code":"unsupported_parameter"}})",
          R"({"error":{"message":"no","param":"response_format.json_schema"}})",
          R"({"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported"}})",
          R"({"error":"json_schema is not supported"})",
          R"({"object":"error","message":"Guided decoding is unavailable","code":400})",
          R"({"error":{"message":"Structured outputs are not supported"}})",
          R"({"detail":[{"loc":["body","response_format"],"msg":"extra fields not permitted"}]})",
      }) {
    CAPTURE(body);
    CHECK(error_of(400, body).rejects_format);
    CHECK(error_of(422, body).rejects_format);
    CHECK(!error_of(500, body).rejects_format);
  }
  CHECK(!error_of(400, R"({"error":{"message":"too long","param":"messages"}})").rejects_format);
  CHECK(error_of(200, R"({"error":{"code":400,"message":"response_format"}})").rejects_format);
}

TEST_CASE("the provider's words are cut, and are text") {
  const std::string long_words(499, 'x');
  const auto error = error_of(400, R"({"error":{"message":")" + long_words + R"(äöü"}})");
  CHECK(error.message == long_words);  // the ä would be the 500th and 501st byte
  CHECK(error_of(400, R"({"error":{"message":{"a":["b"]}}})").message == R"({"a":["b"]})");
  CHECK(error_of(500, "plain \xff words").message ==
        "the reply is not JSON: plain \xEF\xBF\xBD words");
  CHECK(error_of(400, R"({"error":"words"})").message == "words");
}

TEST_CASE("a code that looks like none is not taken") {
  for (const std::string code :
       {R"("a b")", R"("\u001b[2J")", R"("\n")", R"("")", "[]", "{}", "true"})
    CHECK(error_of(400, R"({"error":{"code":)" + code + "}}").code == "http_400");
  CHECK(error_of(400, R"({"error":{"code":")" + std::string(65, 'a') + "\"}}").code == "http_400");
}

}  // namespace
}  // namespace judge::test
