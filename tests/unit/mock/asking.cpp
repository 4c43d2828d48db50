#include "unit/mock/asking.hpp"

#include <fmt/format.h>

namespace judge::mock::test {

std::string Said::header(std::string_view name) const {
  const std::string start = std::string(name) + ": ";
  auto at = headers.starts_with(start) ? 0 : headers.find("\r\n" + start);
  if (at == std::string::npos) return "";
  at = headers.find(start, at) + start.size();
  return headers.substr(at, headers.find("\r\n", at) - at);
}

Customer::Customer(std::string_view a_path, Headers some_headers, const MockOptions& options)
    : path(a_path),
      headers(std::move(some_headers)),
      service_(Settings::read(options).value(), kStart) {}

Turn Customer::turn(const Json& body, Time now) {
  const std::string text = body.is_string() ? body.get<std::string>() : body.dump();
  const auto header = [this](std::string_view name) {
    for (const auto& [known, value] : headers)
      if (known == name) return value;
    return std::string_view();
  };
  Turn turn = service_.handle({.method = "POST", .target = path, .headers = header, .body = text},
                              now, kWall);
  service_.finished(turn, now);
  return turn;
}

Said Customer::ask(const Json& body, Time now) {
  const Turn said = turn(body, now);
  return {said.reply.status, said.reply.headers, Json::parse(said.reply.body)};
}

Json score_schema() {
  return {{"type", "object"},
          {"properties",
           {{"explanation", {{"type", "string"}}},
            {"score", {{"type", "integer"}, {"enum", {1, 2, 3, 4, 5}}}}}},
          {"required", {"explanation", "score"}},
          {"additionalProperties", false}};
}

std::string score_question(int output) {
  return fmt::format("Grade the answer from 1 to 5.\n<output>Answer number {} is this.</output>",
                     output);
}

int score_in(const std::string& answer) {
  return Json::parse(answer)["score"].get<int>();
}

}  // namespace judge::mock::test
