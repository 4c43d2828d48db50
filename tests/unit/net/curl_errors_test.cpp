#include "net/curl_errors.hpp"

#include <doctest/doctest.h>

using namespace judge;
using Kind = TransportError::Kind;

TEST_CASE("a reply that is cut short is malformed, but where its HTTP/2 connection broke") {
  CHECK(kind_of(CURLE_PARTIAL_FILE, "end of response with 93 bytes missing") == Kind::malformed);
  CHECK(kind_of(CURLE_PARTIAL_FILE,
                "HTTP/2 stream 1 was not closed cleanly before end of the underlying stream") ==
        Kind::reset);
}
