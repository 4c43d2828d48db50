#include "doctor/advice.hpp"

#include <doctest/doctest.h>

#include "network_fixture.hpp"

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

/// What is said of a failure on the way to https://api.example.
Finding said_of(Kind kind, const std::string& message) {
  Patient patient;
  const auto network =
      patient.examine([&](const HttpRequest&) { return transport_failure(kind, message); });
  REQUIRE(network.findings.size() == 1);
  CHECK_EQ(network.findings[0].level, Level::problem);
  return network.findings[0];
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

TEST_CASE("the steps to a server are told apart") {
  CHECK(holds(said_of(Kind::dns, "x").what, "the name api.example does not resolve"));
  CHECK(holds(said_of(Kind::refused, "x").what, "no connection to port 443"));
  CHECK(holds(said_of(Kind::timeout, "x").what, "no connection in time"));
  CHECK(holds(said_of(Kind::malformed, "x").what, "does not speak HTTP"));
  CHECK(holds(said_of(Kind::redirect, "to http://other").remedy, "write the address"));
}

TEST_CASE("what is wrong with a certificate is told in words, with what to do") {
  const auto tls = [](const char* words) { return said_of(Kind::tls, words); };
  CHECK(holds(tls("SSL certificate problem: certificate has expired").what, "has expired"));
  CHECK(
      holds(tls("SSL certificate problem: self-signed certificate").remedy, "[models.m] ca_file"));
  CHECK(holds(tls("unable to get local issuer certificate").remedy, "[models.m] ca_file"));
  CHECK(holds(tls("certificate is not yet valid").remedy, "clock"));
  CHECK(holds(tls("SSL: no alternative certificate subject name matches target host name").what,
              "for another host name"));
  CHECK(holds(tls("wrong version number").remedy, "http://"));
  CHECK(holds(tls("error adding trust anchors from file: /x").what, "[models.m] ca_file"));
  CHECK(holds(tls("something new").what, "something new"));
}

TEST_CASE(
    "behind a proxy it is the proxy that is named, by its variable and without its password") {
  Patient patient;
  patient.variables = {{"https_proxy", "http://me:secret-word@proxy.example:3128"}};
  const auto network = patient.examine(
      [](const HttpRequest&) { return transport_failure(Kind::refused, "no connection"); });
  const auto text = lines(network.findings);
  CHECK(holds(text, "the proxy http://proxy.example:3128 did not let it through"));
  CHECK(holds(text, "correct the variable https_proxy"));
  CHECK_FALSE(holds(text, "secret-word"));
}

TEST_CASE("what the proxy refuses is told from what a host refuses that is called a proxy") {
  Patient patient;
  patient.variables = {{"https_proxy", "http://proxy.example"}};
  const auto what = [&patient](const char* words) {
    const auto network = patient.examine(
        [words](const HttpRequest&) { return transport_failure(Kind::reset, words); });
    return network.findings.at(0).what;
  };
  CHECK(holds(what("x: CONNECT tunnel failed, response 407"), "did not let it through"));
  CHECK_FALSE(holds(what("llm-proxy.example: the connection broke"), "did not let it through"));
}

Advice on_call(ErrorClass error_class, int status, std::string code, const ApiKey* key = nullptr) {
  CallError error;
  error.error_class = error_class;
  error.code = std::move(code);
  return advice_on(error, status, Patient().model(), key);
}

TEST_CASE("a refused call says which key of the config to look at") {
  const ApiKey variable{.value = Secret("sk-12345678"), .source = "env:MY_KEY"};
  CHECK_EQ(on_call(ErrorClass::auth, 401, "http_401", &variable).remedy,
           "export a valid key as MY_KEY");
  CHECK(holds(on_call(ErrorClass::auth, 401, "http_401").remedy, "[models.m] api_keys"));
  CHECK(holds(on_call(ErrorClass::billing, 402, "http_402").remedy, "pay in"));
  CHECK(holds(on_call(ErrorClass::config, 404, "model_not_found").what, "it has no model \"m\""));
  CHECK(holds(on_call(ErrorClass::config, 404, "http_404").remedy, "[models.m] base_url"));
  CHECK(holds(on_call(ErrorClass::config, 400, "unsupported_parameter").remedy, "params"));
  CHECK(holds(on_call(ErrorClass::sample, 400, "http_400").remedy, "params"));
  CHECK(holds(on_call(ErrorClass::transient, 200, "not_json").what, "no model's API"));
}

TEST_CASE("what a run would wait out is a warning") {
  CHECK_EQ(on_call(ErrorClass::rate_limit, 429, "rate_limit_exceeded").level, Level::warning);
  CHECK_EQ(on_call(ErrorClass::transient, 503, "http_503").level, Level::warning);
  CHECK_EQ(on_call(ErrorClass::auth, 401, "http_401").level, Level::problem);
}

}  // namespace
}  // namespace judge::test
