#include "net/curl_endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <new>

#include "base/text.hpp"

namespace judge {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return std::nullopt;
  std::string copy = text;
  curl_free(text);
  return copy;
}

TransportError unusable(std::string message) {
  return {.kind = TransportError::Kind::other, .message = std::move(message)};
}

bool has_control_character(const std::string& text) {
  return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::expected<CurlEndpointPtr, TransportError> prepare(const Endpoint& endpoint) {
  auto origin = origin_of(endpoint.url);
  if (!origin)
    return std::unexpected(unusable("not an http or https URL: " + printable(endpoint.url)));
  HeaderList headers;
  bool typed = false;
  for (const auto& [name, value] : endpoint.headers) {
    // curl would send a line break as it is, and with it headers of somebody else's choosing.
    if (name.empty() || has_control_character(name) || has_control_character(value))
      return std::unexpected(
          unusable("header '" + printable(name) + "' has a control character or no name"));
    // "name;" is curl's way to say an empty value; "name:" would take the header away.
    headers.add(value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
    typed = typed || lower(name) == "content-type";
  }
  if (!typed) headers.add("Content-Type: application/json");
  headers.add("Expect:");  // a body over 1 MiB would otherwise wait a second for "100 Continue"
  return std::make_shared<const CurlEndpoint>(std::move(*origin), headers.take());
}

}  // namespace

void HeaderList::add(const std::string& line) {
  auto* list = curl_slist_append(list_.get(), line.c_str());
  if (!list) throw std::bad_alloc();
  if (!list_) list_.reset(list);  // later on it is the same one, made longer
}

bool Origin::is_loopback() const {
  if (host == "localhost" || host.ends_with(".localhost") || host == "[::1]") return true;
  boost::system::error_code error;
  const auto address = asio::ip::make_address_v4(host, error);
  return !error && address.is_loopback();
}

std::optional<Origin> origin_of(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (!parsed) throw std::bad_alloc();
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return std::nullopt;
  if (part(parsed.get(), CURLUPART_USER)) return std::nullopt;
  auto scheme = part(parsed.get(), CURLUPART_SCHEME);
  auto host = part(parsed.get(), CURLUPART_HOST);
  auto port = part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (!scheme || !host || !port || (*scheme != "http" && *scheme != "https")) return std::nullopt;
  return Origin{std::move(*scheme), lower(*host), std::move(*port)};
}

std::expected<CurlEndpointPtr, TransportError> CurlEndpoints::find(
    const std::shared_ptr<const Endpoint>& endpoint) {
  if (const auto found = known_.find(endpoint); found != known_.end()) return found->second;
  auto made = prepare(*endpoint);
  if (!made) return made;
  std::erase_if(known_, [](const auto& entry) { return entry.first.expired(); });
  known_.emplace(endpoint, *made);
  return made;
}

}  // namespace judge
