#pragma once

#include <string>
#include <string_view>

namespace judge::mock {

/// An HTTP answer before it is put on the wire.
struct Reply {
  unsigned status = 200;
  std::string_view content_type = "application/json";
  std::string headers = {};  // further header lines, each with its CRLF
  std::string body = {};
};

/// An error as OpenAI's API tells it; an empty param or code is null.
struct ApiError {
  unsigned status = 400;
  std::string message = {};
  std::string_view type = "invalid_request_error";
  std::string_view param = {};
  std::string_view code = {};
};

Reply error_reply(const ApiError& error);

/// A plausible error for any status from 400 to 599.
ApiError error_of_status(unsigned status);

/// The text as a JSON string, quotes included; invalid UTF-8 is replaced.
std::string json_quoted(std::string_view text);

/// Appends the head and the body.
void write_reply(std::string& out, const Reply& reply, bool keep_alive);

}  // namespace judge::mock
