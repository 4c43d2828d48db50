#include "doctor/proxy.hpp"

#include <doctest/doctest.h>

#include <map>

namespace judge::test {
namespace {

std::string proxy_of(const std::string& url, const std::map<std::string, std::string>& variables) {
  const auto proxy = proxy_for(*origin_of(url), [&](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
  return proxy ? proxy->variable + " " + proxy->address : "none";
}

TEST_CASE("the variables are taken in curl's order") {
  CHECK_EQ(proxy_of("https://a.example", {}), "none");
  CHECK_EQ(proxy_of("https://a.example", {{"HTTPS_PROXY", "http://p"}, {"all_proxy", "http://q"}}),
           "HTTPS_PROXY http://p");
  CHECK_EQ(proxy_of("https://a.example", {{"https_proxy", ""}, {"ALL_PROXY", "socks5://q"}}),
           "ALL_PROXY socks5://q");
  CHECK_EQ(proxy_of("http://a.example", {{"HTTP_PROXY", "http://p"}}), "none");
  CHECK_EQ(proxy_of("http://a.example", {{"http_proxy", "http://p"}}), "http_proxy http://p");
}

TEST_CASE("no proxy is taken to loopback, nor to what no_proxy names") {
  const std::string proxy = "http://p";
  CHECK_EQ(proxy_of("http://127.0.0.1:80", {{"http_proxy", proxy}}), "none");
  const auto with = [&](const char* url, const char* list) {
    return proxy_of(url, {{"https_proxy", proxy}, {"no_proxy", list}}) == "none";
  };
  CHECK(with("https://a.example", "*"));
  CHECK(with("https://a.example", "b.test,.example"));
  CHECK(with("https://a.example", "b.test, A.Example"));
  CHECK_FALSE(with("https://xa.example", "a.example"));
  CHECK(with("https://10.1.2.3", "10.0.0.0/8"));
  CHECK_FALSE(with("https://11.1.2.3", "10.0.0.0/8"));
  CHECK_FALSE(with("https://a.example", ""));
}

TEST_CASE("user name and password of a proxy are not shown") {
  CHECK_EQ(proxy_of("https://a.example", {{"https_proxy", "http://u:p@w@proxy:1/x"}}),
           "https_proxy http://proxy:1/x");
  CHECK_EQ(proxy_of("https://a.example", {{"https_proxy", "u:p@proxy:1"}}), "https_proxy proxy:1");
}

}  // namespace
}  // namespace judge::test
