// What lies between a model and who asks it: certificates, a proxy.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "config/sections.hpp"

namespace judge {

namespace {

void read_file_path(Section& section, const char* key, std::filesystem::path& file) {
  const auto written = section.string(key);
  if (!written || written->empty() || !section.line(key)) return;
  file = section.reading().resolve(*written);
  std::error_code ignored;
  if (std::filesystem::is_regular_file(file, ignored)) return;
  section.reading().problem(section.entry(key),
                            fmt::format("no such file: \"{}\"", section.reading().shown(*written)));
}

bool is_proxy(std::string_view text) {
  return std::ranges::any_of(
      std::initializer_list<std::string_view>{"http://", "https://", "socks4://", "socks4a://",
                                              "socks5://", "socks5h://"},
      [&](auto scheme) { return starts_with_ignoring_case(text, scheme); });
}

void read_proxy(Section& section, ModelConfig& model) {
  auto text = section.line("proxy");
  if (!text) return;
  if (text->starts_with("env:")) text = section.reading().variable(text->substr(4));
  if (text == "none") text = "";
  if (text && (text->empty() || is_proxy(*text)) && !has_control_character(*text)) {
    model.proxy = Secret(*text);
    return;
  }
  section.reading().problem(section.entry("proxy"),
                            "is no proxy: write \"http://HOST:PORT\", \"https://…\", "
                            "\"socks5://…\", \"socks5h://…\", \"none\", or \"env:NAME\" for the "
                            "variable that holds it");
}

}  // namespace

void read_connection(Section& section, ModelConfig& model) {
  read_file_path(section, "ca_file", model.ca_file);
  read_file_path(section, "client_cert", model.client_cert);
  read_file_path(section, "client_key", model.client_key);
  if (!model.client_key.empty() && model.client_cert.empty())
    section.missing("client_cert", "a client_key needs the certificate that it is for");
  read_proxy(section, model);
}

}  // namespace judge
