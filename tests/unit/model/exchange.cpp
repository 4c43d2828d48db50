#include "unit/model/exchange.hpp"

#include <doctest/doctest.h>

namespace judge::test {

HttpReply reply(int status, std::string body, std::initializer_list<Header> headers) {
  return {.status = status, .headers = headers, .body = std::move(body)};
}

std::expected<ChatReply, CallError> decode(const HttpReply& reply) {
  return make_dialect(Provider::openai)->decode(reply, now);
}

CallError error_of(const HttpReply& reply) {
  auto decoded = decode(reply);
  REQUIRE(!decoded);
  CHECK(decoded.error().message.size() <= 500);
  return decoded.error();
}

CallError error_of(int status, const std::string& body) {
  return error_of(reply(status, body));
}

ChatReply answer_of(const std::string& body) {
  auto decoded = decode(reply(200, body));
  REQUIRE_MESSAGE(decoded, decoded.error().code);
  return *decoded;
}

std::string completion(const std::string& message, const std::string& finish_reason,
                       const std::string& more) {
  return R"({"id":"chatcmpl-1","object":"chat.completion","created":1795179600,"choices":[{"index":0,)"
         R"("message":)" +
         message + R"(,"logprobs":null,"finish_reason":")" + finish_reason + "\"}]" + more + "}";
}

}  // namespace judge::test
