#include "grade/judge.hpp"

#include "expect.hpp"

using namespace judge;
using namespace judge::test;
using nlohmann::json;

namespace {

JudgeConfig config_of(Method method) {
  JudgeConfig config;
  config.name = "judge";
  config.method = method;
  if (asks_model(method)) config.prompt = {"Q: {{input}}\nA: {{output}}\n", "test.mustache"};
  if (method == Method::choice) config.choices = grades();
  return config;
}

ChatReply reply_of(std::string text, std::string finish_reason = "stop") {
  return {.text = std::move(text),
          .refusal = std::nullopt,
          .finish_reason = std::move(finish_reason),
          .usage = std::nullopt,
          .logprobs = {}};
}

const json fields{{"input", "2+2?"}, {"output", "4"}};

}  // namespace

TEST_CASE("a score is asked for with the prompt, the form in words and the schema") {
  auto config = config_of(Method::score);
  config.system = PromptText{"Judge {{input}}", "inline"};
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  const auto request = judge->request(fields, {}, ReplyFormat::json_schema);
  REQUIRE(request);
  REQUIRE(request->messages.size() == 2);
  CHECK(request->messages[0].role == "system");
  CHECK(request->messages[0].content == "Judge 2+2?");
  CHECK(request->messages[1].role == "user");
  CHECK(request->messages[1].content ==
        "Q: 2+2?\nA: 4\n\n"
        "Reply with one JSON object and nothing else. First explain in a few sentences, then give "
        "your verdict:\n"
        "{\"explanation\": \"...\", \"score\": NUMBER}\n"
        "NUMBER is a whole number on the scale from 1 to 10.");
  CHECK(request->schema_name == "verdict");
  CHECK(json::parse(request->schema) == json::parse(R"({
    "type": "object",
    "properties": {
      "explanation": {"type": "string"},
      "score": {"type": "integer", "minimum": 1, "maximum": 10}},
    "required": ["explanation", "score"],
    "additionalProperties": false})"));
}

TEST_CASE("a scale with a fraction asks for a number") {
  auto config = config_of(Method::score);
  config.scale_min = 0;
  config.scale_max = 0.5;
  const auto request = Judge::make(config)->request(fields, {}, ReplyFormat::json_schema);
  REQUIRE(request);
  CHECK(json::parse(request->schema)["properties"]["score"] ==
        json({{"type", "number"}, {"minimum", 0}, {"maximum", 0.5}}));
  CHECK(request->messages[0].content.get<std::string>().ends_with(
      "NUMBER is a number on the scale from 0 to 0.5."));
}

TEST_CASE("a choice is asked for by its labels") {
  const auto config = config_of(Method::choice);
  const auto request = Judge::make(config)->request(fields, {}, ReplyFormat::json_schema);
  REQUIRE(request);
  const auto schema = json::parse(request->schema);
  CHECK(schema["properties"]["choice"] ==
        json({{"type", "string"}, {"enum", {"CORRECT", "PARTIAL", "INCORRECT"}}}));
  CHECK(schema["required"] == json({"explanation", "choice"}));
  CHECK(request->messages[0].content.get<std::string>().ends_with(
      "LABEL is one of \"CORRECT\", \"PARTIAL\", \"INCORRECT\"."));
}

TEST_CASE("the weaker formats differ only in the format") {
  const auto config = config_of(Method::score);
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  const auto strong = judge->request(fields, {}, ReplyFormat::json_schema);
  for (const auto format : {ReplyFormat::json_object, ReplyFormat::text}) {
    const auto weak = judge->request(fields, {}, format);
    REQUIRE(weak);
    CHECK(weak->format == format);
    CHECK(weak->messages[0].content == strong->messages[0].content);
    CHECK(weak->schema_name.empty());
    CHECK(weak->schema.empty());
  }
}

TEST_CASE("an answer in the form asked for is read, and the form itself is no verdict") {
  for (const auto method : {Method::score, Method::choice}) {
    const auto config = config_of(method);
    const auto judge = Judge::make(config);
    REQUIRE(judge);
    const auto request = judge->request(fields, {}, ReplyFormat::text);
    REQUIRE(request);
    const auto& prompt = request->messages[0].content.get_ref<const std::string&>();
    CHECK_FALSE(judge->read(reply_of(prompt), {}));
    const auto reply = json{{"explanation", "Right."},
                            {method == Method::score ? "score" : "choice",
                             method == Method::score ? json(8) : json("CORRECT")}};
    const auto verdict = judge->read(reply_of(reply.dump()), {});
    REQUIRE(verdict);
    CHECK(verdict->explanation == "Right.");
  }
}

TEST_CASE("a sample without a name the prompt uses is refused") {
  const auto config = config_of(Method::score);
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  const auto request = judge->request({{"output", "4"}}, {}, ReplyFormat::text);
  REQUIRE_FALSE(request);
  CHECK(request.error().fault == Fault::dataset);
  CHECK(request.error().message.contains("input"));
  const auto checked = judge->check({{"output", "4"}});
  REQUIRE_FALSE(checked);
  CHECK(checked.error().message == request.error().message);
  CHECK(judge->check(fields));
}

TEST_CASE("text from the sample is never a template") {
  const auto config = config_of(Method::score);
  const auto request = Judge::make(config)->request({{"input", "{{output}}"}, {"output", "{{#x}}"}},
                                                    {}, ReplyFormat::text);
  REQUIRE(request);
  CHECK(request->messages[0].content.get<std::string>().starts_with("Q: {{output}}\nA: {{#x}}"));
}

TEST_CASE("refusals, filters and cut answers are told apart") {
  const auto config = config_of(Method::score);
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  auto refused = reply_of("Score: 7");
  refused.refusal = "I will not \x1b[31mjudge this.";
  const auto refusal = judge->read(refused, {});
  CHECK(shown(refusal) == "(refusal)");
  CHECK_FALSE(refusal.error().detail.contains('\x1b'));
  refused.refusal = "content_filter";
  CHECK(shown(judge->read(refused, {})) == "(content_filter)");
  CHECK(shown(judge->read(reply_of(""), {})) == "(empty)");
  CHECK(shown(judge->read(reply_of("", "length"), {})) == "(truncated)");
  CHECK(shown(judge->read(reply_of("The answer", "length"), {})) == "(truncated)");
  CHECK(shown(judge->read(reply_of("The answer", "stop"), {})) == "(no_verdict)");
  CHECK(shown(judge->read(reply_of("{\"score\": 7} and fur", "length"), {})) == "7");
  CHECK(shown(judge->read(reply_of("{\"score\": 70}", "length"), {})) == "(out_of_range)");
}

TEST_CASE("a broken template or expression is the config's fault") {
  auto config = config_of(Method::score);
  config.prompt.text = "{{#open}}";
  auto judge = Judge::make(config);
  REQUIRE_FALSE(judge);
  CHECK(judge.error().fault == Fault::config);
  CHECK(judge.error().message.contains("test.mustache"));
  auto scorer = config_of(Method::regex);
  scorer.pattern = "(a";
  judge = Judge::make(scorer);
  REQUIRE_FALSE(judge);
  CHECK(judge.error().fault == Fault::config);
  CHECK(judge.error().message.contains("(a"));
}

TEST_CASE("free scorers go through the judge") {
  auto exact = config_of(Method::exact);
  exact.ignore_case = true;
  const json sample{{"output", "Paris"}, {"target", "paris"}};
  CHECK(shown(Judge::make(exact)->score(sample)) == "true");
  CHECK(Judge::make(exact)->request(sample, {}, ReplyFormat::text)->messages.empty());
  CHECK(shown(Judge::make(config_of(Method::includes))->score(sample)) == "false");
  auto numeric = config_of(Method::numeric);
  numeric.tolerance = 0.5;
  CHECK(shown(Judge::make(numeric)->score({{"output", 4.5}, {"target", 4}})) == "true");
  auto regex = config_of(Method::regex);
  regex.pattern = "^P";
  CHECK(shown(Judge::make(regex)->score({{"output", "Paris"}})) == "true");
  CHECK(shown(Judge::make(regex)->score({{"output", nullptr}})) == "(bad_output)");
}

TEST_CASE("what a free scorer lacks is found before the run") {
  const auto check = [](Method method, const json& sample) {
    const auto config = config_of(method);
    return Judge::make(config)->check(sample);
  };
  CHECK(check(Method::exact, {{"output", ""}, {"target", "a"}}));
  const auto missing = check(Method::exact, {{"output", ""}});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().fault == Fault::dataset);
  CHECK(missing.error().message.contains("target"));
  CHECK_FALSE(check(Method::numeric, {{"output", ""}, {"target", "none"}}));
  CHECK_FALSE(check(Method::regex, {{"output", ""}, {"target", "(a"}}));
  CHECK_FALSE(check(Method::includes, {{"output", ""}, {"target", {"a", ""}}}));
  auto pattern = config_of(Method::regex);
  pattern.pattern = "a";
  CHECK(Judge::make(pattern)->check({{"output", ""}}));
}
