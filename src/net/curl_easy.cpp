#include "net/curl_easy.hpp"

#include <unistd.h>

#include <cassert>
#include <new>
#include <utility>

#include "net/aws_sigv4.hpp"

namespace judge {
namespace {

constexpr long send_buffer = 16 << 10;  // the least that curl takes

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  [[maybe_unused]] const auto code = curl_easy_setopt(handle, option, value);
  assert(code == CURLE_OK);
}

template <bool (CurlSink::*member)(std::string_view) noexcept>
std::size_t receive(char* data, std::size_t size, std::size_t count, void* sink) {
  const std::string_view bytes(data, size * count);
  return (static_cast<CurlSink*>(sink)->*member)(bytes) ? bytes.size() : CURL_WRITEFUNC_ERROR;
}

int ask_to_send(void* sink, char*, char*, int, int local_port) {
  return static_cast<CurlSink*>(sink)->on_send(local_port) ? CURL_PREREQFUNC_OK
                                                           : CURL_PREREQFUNC_ABORT;
}

void set_constant_options(CURL* handle) {
  set(handle, CURLOPT_NOSIGNAL, 1L);
  // Otherwise giving up a transfer whose name is still being resolved waits for the resolver.
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // none to a proxy
  set(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(handle, CURLOPT_UPLOAD_BUFFERSIZE, send_buffer);
  set(handle, CURLOPT_TCP_NODELAY, 1L);
  set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  // curl writes a request character by character: a list of all it knows would take 1.5 % of a row.
  set(handle, CURLOPT_ACCEPT_ENCODING, "gzip");  // max_response counts decoded bytes
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_PREREQFUNCTION, &ask_to_send);
  set(handle, CURLOPT_HEADERFUNCTION, &receive<&CurlSink::on_header>);
  set(handle, CURLOPT_WRITEFUNCTION, &receive<&CurlSink::on_body>);
}

}  // namespace

CurlShare make_curl_share() {
  CurlShare share(curl_share_init());
  if (!share) throw std::bad_alloc();
  curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  curl_share_setopt(share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  return share;
}

CurlEasy::CurlEasy(CURLSH* share, long receive_buffer)
    : share_(share), receive_buffer_(receive_buffer), handle_(curl_easy_init()) {
  if (!handle_) throw std::bad_alloc();
}

void CurlEasy::prepare(const Endpoint& endpoint, CurlEndpointPtr prepared, const std::string& body,
                       CurlSink& sink) {
  if (prepared_ != prepared || redirected_) {
    curl_easy_reset(get());
    prepared_ = std::move(prepared);
    redirected_ = false;
    configure(endpoint);
  }
  detail_[0] = '\0';
  // Over TLS the first handshake tells whether HTTP/2 is spoken: hundreds of requests that start
  // together wait for it instead of opening a connection each. Without TLS only the first reply
  // would tell, which may take a minute.
  wait_for_handshakes(prepared_->origin.scheme == "https");
  if (endpoint.aws) sign(endpoint, body);
  if (endpoint.get) {
    set(get(), CURLOPT_HTTPGET, 1L);
  } else {
    set(get(), CURLOPT_POSTFIELDS, body.data());
    set(get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  }
  set(get(), CURLOPT_HEADERDATA, &sink);
  set(get(), CURLOPT_WRITEDATA, &sink);
  set(get(), CURLOPT_PREREQDATA, &sink);
}

void CurlEasy::configure(const Endpoint& endpoint) {
  set_constant_options(get());
  set(get(), CURLOPT_SHARE, share_);
  set(get(), CURLOPT_BUFFERSIZE, receive_buffer_);
  set(get(), CURLOPT_ERRORBUFFER, detail_.data());
  set(get(), CURLOPT_URL, endpoint.url.c_str());
  set(get(), CURLOPT_HTTPHEADER, prepared_->headers.get());
  set(get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(endpoint.connect_timeout.count()));
  configure_way(endpoint);
  const bool https = prepared_->origin.scheme == "https";
  set(get(), CURLOPT_HTTP_VERSION,
      static_cast<long>(https ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  if (https) configure_tls(endpoint);
}

void CurlEasy::configure_way(const Endpoint& endpoint) {
  if (!endpoint.unix_socket.empty())
    set(get(), CURLOPT_UNIX_SOCKET_PATH, endpoint.unix_socket.c_str());
  if (endpoint.proxy) {
    set(get(), CURLOPT_PROXY, endpoint.proxy->reveal().c_str());
    set(get(), CURLOPT_NOPROXY, "");  // what the environment excepts is of its own proxies
  } else if (prepared_->origin.is_loopback()) {
    // The mock and local servers work whatever proxy the environment names.
    set(get(), CURLOPT_PROXY, "");
  }
  if (!endpoint.ca_file.empty()) set(get(), CURLOPT_PROXY_CAINFO, endpoint.ca_file.c_str());
}

/// A signature holds for minutes, and for one body.
void CurlEasy::sign(const Endpoint& endpoint, const std::string& body) {
  HeaderList headers;
  for (const auto* line = prepared_->headers.get(); line; line = line->next)
    headers.add(line->data);
  for (const auto& [name, value] : aws_signature(endpoint, body, std::chrono::system_clock::now()))
    headers.add(name + ": " + value);
  signed_ = headers.take();
  set(get(), CURLOPT_HTTPHEADER, signed_.get());
}

void CurlEasy::configure_tls(const Endpoint& endpoint) {
  if (!endpoint.client_cert.empty()) {
    const auto& key = endpoint.client_key.empty() ? endpoint.client_cert : endpoint.client_key;
    set(get(), CURLOPT_SSLCERT, endpoint.client_cert.c_str());
    set(get(), CURLOPT_SSLKEY, key.c_str());
  }
  const char* bundle = nullptr;
  if (!endpoint.ca_file.empty()) {
    set(get(), CURLOPT_CAINFO, endpoint.ca_file.c_str());
    set(get(), CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // the file alone is trusted
  } else if (curl_easy_getinfo(get(), CURLINFO_CAINFO, &bundle) == CURLE_OK && bundle &&
             access(bundle, R_OK) == 0) {
    // curl parses the bundle once for all connections only where no folder is given besides.
    set(get(), CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
}

void CurlEasy::set_url(const std::string& url) {
  set(get(), CURLOPT_URL, url.c_str());
  detail_[0] = '\0';
  redirected_ = true;
}

void CurlEasy::wait_for_handshakes(bool wait) {
  set(get(), CURLOPT_PIPEWAIT, wait ? 1L : 0L);
}

bool CurlEasy::connecting() const {
  curl_off_t found = 0;
  curl_easy_getinfo(get(), CURLINFO_NAMELOOKUP_TIME_T, &found);
  return found > 0;
}

void CurlEasy::drop_send_buffer() {
  curl_off_t size = 0;
  curl_off_t sent = 0;
  curl_easy_getinfo(get(), CURLINFO_CONTENT_LENGTH_UPLOAD_T, &size);
  curl_easy_getinfo(get(), CURLINFO_SIZE_UPLOAD_T, &sent);
  if (sent == size) set(get(), CURLOPT_UPLOAD_BUFFERSIZE, send_buffer);  // begins a new one
}

long CurlEasy::status() const {
  long status = 0;
  curl_easy_getinfo(get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

bool CurlEasy::request_sent() const {
  long bytes = 0;
  curl_easy_getinfo(get(), CURLINFO_REQUEST_SIZE, &bytes);
  return bytes > 0;
}

std::string CurlEasy::redirect_url() const {
  const char* url = nullptr;
  curl_easy_getinfo(get(), CURLINFO_REDIRECT_URL, &url);
  return url ? url : "";
}

}  // namespace judge
