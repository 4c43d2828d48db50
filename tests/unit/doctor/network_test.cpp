#include "doctor/network.hpp"

#include <doctest/doctest.h>

#include "network_fixture.hpp"

namespace judge::test {
namespace {

using Kind = TransportError::Kind;

TransportResult all_well(const HttpRequest& request) {
  return is_probe(request) ? sim_error(401, "invalid_request_error", "") : good_reply();
}

TEST_CASE("a model whose keys are all fine is one line") {
  Patient patient;
  patient.add_key("sk-first-key", "env:A");
  patient.add_key("sk-second-key", "env:B");
  patient.model().price = {.input = 1, .cached_input = {}, .output = 10};
  const auto network = patient.examine(all_well);
  CHECK_EQ(lines(network.findings),
           "ok network of m: https://api.example was reached in 0 s, without a proxy\n"
           "ok m: its 2 keys answer in 0 s; json_schema is taken; its headers allow 500 requests "
           "a minute; 50 tokens used, $0.00014\n");
  REQUIRE(network.models.size() == 1);
  CHECK_EQ(network.models[0].keys.size(), 2);
}

TEST_CASE("each key is asked once, and the probe carries none") {
  Patient patient;
  patient.add_key("sk-first-key", "env:A");
  patient.add_key("sk-second-key", "env:B");
  patient.examine(all_well);
  REQUIRE(patient.requests.size() == 3);
  CHECK(is_probe(patient.requests[0]));
  CHECK_EQ(authorization(patient.requests[0]), "");
  CHECK_EQ(authorization(patient.requests[1]), "Bearer sk-first-key");
  CHECK_EQ(authorization(patient.requests[2]), "Bearer sk-second-key");
}

TEST_CASE("without calls the address is reached, and no model is asked") {
  Patient patient;
  patient.add_key("sk-first-key", "env:A");
  const auto network = patient.examine(all_well, {.calls = false});
  CHECK_EQ(patient.requests.size(), 1);
  CHECK_EQ(worst(network.findings), Level::ok);
  CHECK(network.models[0].keys.empty());
}

TEST_CASE("a dead key among living ones is a warning, named by its source and never shown") {
  Patient patient;
  patient.add_key("sk-first-key", "env:A");
  patient.add_key("sk-second-key", "file:~/key2");
  const auto network = patient.examine([](const HttpRequest& request) -> TransportResult {
    if (authorization(request) != "Bearer sk-second-key") return all_well(request);
    auto reply = sim_error(401, "invalid_request_error", "invalid_api_key");
    reply.body = R"({"error":{"message":"bad sk-second-key","code":"invalid_api_key"}})";
    return reply;
  });
  const auto text = lines(network.findings);
  CHECK_NE(text.find("ok m: 1 of 2 keys answers in"), text.npos);
  CHECK_NE(text.find("warning m, key 2 of 2 (file:~/key2): it is refused (401 invalid_api_key: bad "
                     "[key]) -> write a valid key into ~/key2\n"),
           text.npos);
  CHECK_EQ(text.find("sk-second-key"), text.npos);
}

TEST_CASE("a model of which no key lives is a problem, unless its fallback answers") {
  Patient patient;
  patient.add_key("sk-first-key", "env:A");
  auto other = patient.model();
  other.name = "n";
  other.api_keys[0].value = Secret("sk-other-key");
  patient.config.models.push_back(other);
  patient.model().fallback.models = {"n"};
  const auto refuse_first = [](const HttpRequest& request) -> TransportResult {
    if (authorization(request) == "Bearer sk-first-key")
      return sim_error(429, "insufficient_quota", "insufficient_quota");
    return all_well(request);
  };
  const auto with_fallback = patient.examine(refuse_first);
  CHECK_EQ(worst(with_fallback.findings), Level::warning);
  CHECK_NE(lines(with_fallback.findings).find("; until then its fallback n answers"),
           std::string::npos);
  patient.model().fallback.models.clear();
  CHECK_EQ(worst(patient.examine(refuse_first).findings), Level::problem);
}

TEST_CASE("a server that refuses json_schema is asked in a weaker form, and that is no fault") {
  Patient patient;
  const auto network = patient.examine([](const HttpRequest& request) -> TransportResult {
    if (is_probe(request)) return all_well(request);
    if (request.body.find("json_schema") == std::string::npos) return good_reply();
    HttpReply reply{.status = 400, .headers = {}, .body = ""};
    reply.body = R"({"error":{"message":"no json_schema","param":"response_format"}})";
    return reply;
  });
  CHECK_EQ(worst(network.findings), Level::ok);
  CHECK_NE(lines(network.findings).find("of response_format only json_object is taken"),
           std::string::npos);
}

TEST_CASE("a model that only generates is asked as it is when it generates") {
  Patient patient;
  patient.config.generate.emplace();
  patient.config.generate->models = {"m"};
  patient.config.judges[0].method = Method::exact;
  patient.config.judges[0].models.clear();
  patient.examine(all_well);
  REQUIRE(patient.requests.size() == 2);
  CHECK_EQ(patient.requests[1].body.find("response_format"), std::string::npos);
}

TEST_CASE("logprobs that a judge needs and the server does not give are a warning") {
  Patient patient;
  patient.config.judges[0].logprobs.wanted = true;
  const auto network = patient.examine(all_well);
  CHECK_NE(patient.requests[1].body.find("top_logprobs"), std::string::npos);
  CHECK_NE(lines(network.findings).find("warning m: it gives no logprobs"), std::string::npos);
}

TEST_CASE("a limit of the config above what the server's headers allow is a warning") {
  Patient patient;
  patient.model().rpm = 3000;
  const auto network = patient.examine(all_well);
  CHECK_NE(lines(network.findings)
               .find("warning m: rpm = 3,000 in the config, but the server's headers allow 500"),
           std::string::npos);
}

TEST_CASE("what cannot be reached is asked nothing, and the models that share it are named once") {
  Patient patient;
  auto other = patient.model();
  other.name = "n";
  patient.config.models.push_back(other);
  patient.config.judges[0].models = {"m", "n"};
  const auto network = patient.examine(
      [](const HttpRequest&) { return transport_failure(Kind::refused, "api.example: refused"); });
  CHECK_EQ(patient.requests.size(), 1);
  REQUIRE(network.findings.size() == 1);
  CHECK_EQ(network.findings[0].subject, "network of m, n");
  CHECK_EQ(network.findings[0].level, Level::problem);
}

TEST_CASE("a clock that is an hour off the server's is a warning") {
  Patient patient;
  const auto network = patient.examine([](const HttpRequest& request) -> TransportResult {
    auto reply = all_well(request);
    reply->headers.emplace_back("date", "Wed, 01 Jan 2098 00:00:00 GMT");
    return reply;
  });
  CHECK_NE(lines(network.findings).find("warning clock: this machine's clock is "),
           std::string::npos);
}

TEST_CASE("every request is bounded by the shorter of the timeouts") {
  Patient patient;
  patient.model().timeout.attempt = 5s;
  patient.examine(all_well, {.timeout = 8s});
  CHECK_EQ(patient.requests[0].endpoint->attempt_timeout, 5s);
  CHECK_EQ(patient.requests[1].endpoint->attempt_timeout, 5s);
  CHECK_EQ(patient.requests[1].endpoint->connect_timeout, 8s);
}

}  // namespace
}  // namespace judge::test
