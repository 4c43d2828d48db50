#pragma once

#include <string>
#include <string_view>

#include "model/dialect.hpp"

namespace judge {

/// What a reply says of its failure; every text as the server wrote it, "" where it did not.
struct ErrorFields {
  int status = 0;  // HTTP's, or the body's own where HTTP says 200
  std::string_view code;
  std::string_view type;
  std::string_view param;
  std::string_view detail_code;  // error.details.error_code
  bool moderated = false;        // OpenRouter's 403 for a flagged prompt
  bool asks_to_wait = false;     // a sane Retry-After
};

/// By status, code, type and param, never by the message's words.
ErrorClass error_class(const ErrorFields& fields);

/// Whether the server may have worked, and billed, before it failed.
bool possibly_billed(int status);

}  // namespace judge
