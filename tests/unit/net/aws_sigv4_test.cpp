#include "net/aws_sigv4.hpp"

#include <doctest/doctest.h>

namespace judge::test {
namespace {

constexpr std::chrono::system_clock::time_point when{std::chrono::seconds(1'440'938'160)};

Endpoint endpoint(const std::string& url) {
  Endpoint endpoint;
  endpoint.url = url;
  endpoint.aws = AwsSigner{.id = "AKIDEXAMPLE",
                           .secret = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                           .session = {},
                           .region = "us-east-1",
                           .service = "service"};
  return endpoint;
}

std::string header(const std::vector<Header>& headers, const std::string& name) {
  for (const auto& [header, value] : headers)
    if (header == name) return value;
  return "";
}

std::string signature(const Endpoint& endpoint, const std::string& body) {
  const auto text = header(aws_signature(endpoint, body, when), "Authorization");
  return text.substr(text.rfind('=') + 1);
}

TEST_CASE("a POST is signed as in Amazon's own test suite (post-vanilla, post-vanilla-query)") {
  const auto headers = aws_signature(endpoint("https://example.amazonaws.com/"), "", when);
  CHECK(header(headers, "X-Amz-Date") == "20150830T123600Z");
  CHECK(header(headers, "Authorization") ==
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  CHECK(signature(endpoint("https://example.amazonaws.com/?Param1=value1"), "") ==
        "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11");
}

TEST_CASE("body, content type and session token are signed too, and secrets are not sent") {
  auto signed_endpoint = endpoint("https://example.amazonaws.com/model/a%3A0/converse");
  const auto plain = signature(signed_endpoint, "{}");
  CHECK(plain != signature(signed_endpoint, "{ }"));
  CHECK(plain != signature(endpoint("https://example.amazonaws.com/model/a:0/converse"), "{}"));
  signed_endpoint.headers = {{"Content-Type", "application/json"}};
  signed_endpoint.aws->session = Secret("the-session");
  const auto headers = aws_signature(signed_endpoint, "{}", when);
  CHECK(header(headers, "X-Amz-Security-Token") == "the-session");
  const auto text = header(headers, "Authorization");
  CHECK(text.contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,"));
  CHECK(!text.contains("wJalr"));
}

}  // namespace
}  // namespace judge::test
