#include "mock/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

namespace judge::mock {
namespace {

std::string_view reason(unsigned status) {
  if (status == 529) return "Overloaded";
  const auto text = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(status));
  return {text.data(), text.size()};
}

/// Text that needs no escaping in a JSON string.
bool plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c >= ' ' && c < 127 && c != '"' && c != '\\'; });
}

std::string or_null(std::string_view text) {
  return text.empty() ? "null" : json_quoted(text);
}

}  // namespace

std::string json_quoted(std::string_view text) {
  if (plain(text)) return fmt::format("\"{}\"", text);
  using Json = nlohmann::json;
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Reply error_reply(const ApiError& error) {
  return {.status = error.status,
          .body = fmt::format(R"({{"error":{{"message":{},"type":{},"param":{},"code":{}}}}})",
                              json_quoted(error.message), or_null(error.type), or_null(error.param),
                              or_null(error.code))};
}

ApiError error_of_status(unsigned status) {
  switch (status) {
    case 401:
      return {401, "Incorrect API key provided.", "invalid_request_error", {}, "invalid_api_key"};
    case 402:
      return {402, "Insufficient balance.", "billing_error", {}, "insufficient_balance"};
    case 403:
      return {403, "The key lacks permission for this model.", "permission_error", {}, {}};
    case 404:
      return {404, "The model does not exist.", "invalid_request_error", {}, "model_not_found"};
    case 408:
      return {408, "The request took too long to arrive.", "timeout_error", {}, "request_timeout"};
    case 429:
      return {429, "Rate limit reached.", "requests", {}, "rate_limit_exceeded"};
    case 503:
      return {503, "The server is overloaded.", "server_error", {}, "server_is_overloaded"};
    case 529:
      return {529, "Overloaded.", "overloaded_error", {}, {}};
    default: {
      const std::string_view type = status < 500 ? "invalid_request_error" : "server_error";
      return {status, fmt::format("The mock was asked to answer {}.", status), type, {}, {}};
    }
  }
}

void write_reply(std::string& out, const Reply& reply, bool keep_alive) {
  fmt::format_to(std::back_inserter(out),
                 "HTTP/1.1 {} {}\r\ncontent-type: {}\r\ncontent-length: {}\r\n{}{}\r\n",
                 reply.status, reason(reply.status), reply.content_type, reply.body.size(),
                 reply.headers, keep_alive ? "" : "connection: close\r\n");
  out += reply.body;
}

}  // namespace judge::mock
