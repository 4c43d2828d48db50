#include "net/curl_errors.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace judge {
namespace {

using Kind = TransportError::Kind;

std::string_view sentence(Kind kind) {
  switch (kind) {
    case Kind::dns:
      return "the name cannot be resolved";
    case Kind::refused:
      return "no connection could be made";
    case Kind::tls:
      return "the TLS connection failed";
    case Kind::timeout:
      return "no connection in time";
    case Kind::reset:
      return "the connection broke";
    case Kind::malformed:
      return "the reply is not HTTP, or is incomplete";
    case Kind::too_large:
      return "the reply is too large";
    case Kind::redirect:
      return "a redirect that is not followed";
    case Kind::cancelled:
      return "cancelled";
    case Kind::other:
      break;
  }
  return "the request failed";
}

}  // namespace

Kind kind_of(CURLcode code, std::string_view detail) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Kind::dns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
      return Kind::refused;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_USE_SSL_FAILED:
      return Kind::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return Kind::timeout;
    case CURLE_RECV_ERROR:  // says this of a broken chunk too
      return detail.find("chunked") == detail.npos ? Kind::reset : Kind::malformed;
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return Kind::reset;
    case CURLE_PARTIAL_FILE:  // says this too where a connection ends under an HTTP/2 stream
      return detail.find("HTTP/2 stream") == detail.npos ? Kind::malformed : Kind::reset;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_UNSUPPORTED_PROTOCOL:  // of a reply without a status line
    case CURLE_HTTP_RETURNED_ERROR:
      return Kind::malformed;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:  // it says this of a header line over its 100 KB
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:  // and this since 8.6
#endif
      return Kind::too_large;
    default:
      return Kind::other;
  }
}

TransportError transport_error(CURLcode code, std::string_view detail, std::string_view host,
                               bool request_sent) {
  const auto kind = kind_of(code, detail);
  if (code == CURLE_OUT_OF_MEMORY) detail = "a line of its headers is over 100 KB";
  if (detail.empty()) detail = curl_easy_strerror(code);
  return {.kind = kind,
          .message = fmt::format("{}: {} ({})", host, sentence(kind), printable(detail)),
          .request_sent = request_sent};
}

}  // namespace judge
