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

/// The text as a JSON string, quotes included; invalid UTF-8 is replaced.
std::string json_quoted(std::string_view text);

/// Appends the head and the body.
void write_reply(std::string& out, const Reply& reply, bool keep_alive);

}  // namespace judge::mock
