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

}  // namespace

std::string json_quoted(std::string_view text) {
  if (plain(text)) return fmt::format("\"{}\"", text);
  using Json = nlohmann::json;
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void write_reply(std::string& out, const Reply& reply, bool keep_alive) {
  fmt::format_to(std::back_inserter(out),
                 "HTTP/1.1 {} {}\r\ncontent-type: {}\r\ncontent-length: {}\r\n{}{}\r\n",
                 reply.status, reason(reply.status), reply.content_type, reply.body.size(),
                 reply.headers, keep_alive ? "" : "connection: close\r\n");
  out += reply.body;
}

}  // namespace judge::mock
