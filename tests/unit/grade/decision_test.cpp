#include "grade/decision.hpp"

#include <cmath>

#include "expect.hpp"
#include "grade/judge.hpp"

using namespace judge;
using namespace judge::test;
using nlohmann::json;

namespace {

VerdictResult said(json value, double score) {
  return Verdict{.value = std::move(value), .score = score, .explanation = {}};
}

VerdictResult label(const std::string& value) {
  for (const auto& choice : grades())
    if (choice.label == value) return said(value, choice.value);
  return std::unexpected(Unscored{"no_verdict", "Nothing."});
}

JudgeConfig panel(Method method, std::size_t models) {
  JudgeConfig config;
  config.method = method;
  config.choices = grades();
  for (std::size_t i = 0; i < models; ++i) config.models.push_back("m" + std::to_string(i));
  return config;
}

VerdictResult decided(const JudgeConfig& config, const std::vector<VerdictResult>& verdicts) {
  std::vector<AskedVerdict> asked;
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    asked.push_back({.ask = {.model = i}, .verdict = verdicts[i]});
  return decide(config, asked);
}

std::string of_labels(JudgeConfig config, const std::vector<std::string>& labels) {
  config.models.resize(labels.size());
  std::vector<VerdictResult> verdicts;
  for (const auto& each : labels) verdicts.push_back(label(each));
  return shown(decided(config, verdicts));
}

std::string of_scores(JudgeConfig config, const std::vector<double>& scores) {
  config.models.resize(scores.size());
  std::vector<VerdictResult> verdicts;
  for (const auto score : scores) verdicts.push_back(said(score, score));
  return shown(decided(config, verdicts));
}

VerdictResult in_orders(const JudgeConfig& config, const VerdictResult& ab,
                        const VerdictResult& ba) {
  const std::vector<AskedVerdict> asked{{.ask = {}, .verdict = ab},
                                        {.ask = {.swapped = true}, .verdict = ba}};
  return decide(config, asked);
}

}  // namespace

TEST_CASE("the most frequent label wins, and two that are as frequent decide nothing") {
  const auto config = panel(Method::choice, 3);
  CHECK(of_labels(config, {"CORRECT", "INCORRECT", "CORRECT"}) == "CORRECT");
  CHECK(of_labels(config, {"CORRECT", "PARTIAL", "PARTIAL", "INCORRECT"}) == "PARTIAL");
  CHECK(of_labels(config, {"CORRECT", "INCORRECT"}) == "(no_majority)");
  CHECK(of_labels(config, {"CORRECT", "INCORRECT", "PARTIAL"}) == "(no_majority)");
  CHECK(of_labels(config, {"CORRECT"}) == "CORRECT");
}

TEST_CASE("a verdict takes more than half of the votes, or as many as min_votes says") {
  auto config = panel(Method::choice, 4);
  CHECK(of_labels(config, {"CORRECT", "?", "CORRECT", "CORRECT"}) == "CORRECT");
  CHECK(of_labels(config, {"CORRECT", "?", "?", "CORRECT"}) == "(too_few_votes)");
  CHECK(of_labels(config, {"?", "?", "?", "?"}) == "(too_few_votes)");
  config.min_votes = 1;
  CHECK(of_labels(config, {"?", "?", "?", "PARTIAL"}) == "PARTIAL");
  config.min_votes = 4;
  CHECK(of_labels(config, {"CORRECT", "?", "CORRECT", "CORRECT"}) == "(too_few_votes)");
}

TEST_CASE("an only vote that cannot be read says why itself") {
  CHECK(of_labels(panel(Method::choice, 1), {"?"}) == "(no_verdict)");
}

TEST_CASE("numbers are averaged, or their middle is taken") {
  auto config = panel(Method::score, 3);
  CHECK(of_scores(config, {1, 2, 9}) == "4");
  CHECK(of_scores(config, {1, 2}) == "1.5");
  config.combine = Combine::median;
  CHECK(of_scores(config, {9, 1, 2}) == "2");
  CHECK(of_scores(config, {9, 1, 2, 4}) == "3");
  config.combine = Combine::majority;
  CHECK(of_scores(config, {9, 9, 2}) == "9.0");
  auto labels = panel(Method::choice, 2);
  labels.combine = Combine::mean;
  CHECK(of_labels(labels, {"CORRECT", "PARTIAL"}) == "0.75");
}

TEST_CASE("a pair is won in both orders; a tie against a win is no agreement") {
  auto config = panel(Method::pairwise, 1);
  const auto a = said("A", 1), b = said("B", 0), tie = said("tie", 0.5);
  CHECK(shown(in_orders(config, a, a)) == "A");
  CHECK(shown(in_orders(config, b, b)) == "B");
  CHECK(shown(in_orders(config, tie, tie)) == "tie");
  CHECK(shown(in_orders(config, a, b)) == "tie");
  CHECK(shown(in_orders(config, a, tie)) == "tie");
  config.on_inconsistent = OnInconsistent::drop;
  CHECK(shown(in_orders(config, a, tie)) == "(inconsistent)");
  config.on_inconsistent = OnInconsistent::half;
  CHECK(in_orders(config, b, a)->score == 0.5);
  const VerdictResult unreadable = std::unexpected(Unscored{"refusal", "No."});
  CHECK(shown(in_orders(config, a, unreadable)) == "(refusal)");
}

TEST_CASE("chances of winning are averaged over both orders") {
  auto config = panel(Method::pairwise, 1);
  config.logprobs.wanted = true;
  CHECK(in_orders(config, said(0.9, 0.9), said(0.6, 0.6))->score == doctest::Approx(0.75));
}

TEST_CASE("votes on a pair that are tied are a tie") {
  const auto config = panel(Method::pairwise, 2);
  CHECK(shown(decided(config, {said("A", 1), said("B", 0)})) == "tie");
  CHECK(shown(decided(config, {said("A", 1), said("A", 1)})) == "A");
}

TEST_CASE("a rubric's faults weigh against its merits, and what is unreadable is not left out") {
  auto config = panel(Method::rubric, 1);
  config.criteria = {{"polite", 2}, {"right", 3}, {"rambles", -1}};
  CHECK(rubric_verdict(config, {true, true, false}, "").score == 1);
  CHECK(rubric_verdict(config, {false, false, true}, "").score == doctest::Approx(-0.2));
  config.ask_each = true;
  std::vector<AskedVerdict> asked;
  for (std::size_t i = 1; i <= 3; ++i)
    asked.push_back({.ask = {.criterion = i}, .verdict = said(i == 2, i == 2 ? 1 : 0)});
  const auto verdict = decide(config, asked);
  REQUIRE(verdict);
  CHECK(verdict->score == doctest::Approx(0.6));
  CHECK(verdict->value == json({{"1", false}, {"2", true}, {"3", false}}));
  asked[2].verdict = std::unexpected(Unscored{"empty", "Nothing."});
  CHECK(shown(decide(config, asked)) == "(empty)");
}

TEST_CASE("a judge asks every model, vote, order and criterion, in this order") {
  JudgeConfig config;
  config.method = Method::pairwise;
  config.models = {"x", "y"};
  config.votes = 2;
  config.prompt.text = "{{a}} {{b}}";
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  const auto asks = judge->asks(false);
  REQUIRE(asks.size() == 8);
  CHECK(asks[1] == Ask{.swapped = true});
  CHECK(asks[2] == Ask{.vote = 1});
  CHECK(asks[4] == Ask{.model = 1});
  config.swap = Swap::random;
  CHECK(Judge::make(config)->asks(true) ==
        std::vector<Ask>{{.swapped = true},
                         {.vote = 1, .swapped = true},
                         {.model = 1, .swapped = true},
                         {.model = 1, .vote = 1, .swapped = true}});
  config.swap = Swap::none;
  CHECK(Judge::make(config)->asks(true).size() == 4);
  CHECK_FALSE(Judge::make(config)->asks(true)[0].swapped);
}

TEST_CASE("a judge of pairs shows them in the order asked for and reads the verdict back") {
  JudgeConfig config;
  config.method = Method::pairwise;
  config.models = {"x"};
  config.prompt.text = "A: {{a}} B: {{b}}";
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  const json fields{{"a", "one"}, {"b", "two"}};
  const Ask swapped{.swapped = true};
  const auto request = judge->request(fields, swapped, ReplyFormat::text);
  REQUIRE(request);
  CHECK(request->messages[0].content.get<std::string>().starts_with("A: two B: one"));
  ChatReply reply;
  reply.text = R"({"winner": "A"})";
  CHECK(shown(judge->read(reply, {})) == "A");
  CHECK(shown(judge->read(reply, swapped)) == "B");
  reply.text = "My verdict: [[B>>A]]";
  CHECK(shown(judge->read(reply, swapped)) == "A");
}

TEST_CASE("a named family is read alone, and the prompt says the form itself") {
  JudgeConfig config;
  config.method = Method::score;
  config.models = {"x"};
  config.family = "mt-bench";
  config.prompt.text = "Rate {{output}} as in [[5]].";
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  const auto request = judge->request({{"output", "x"}}, {}, ReplyFormat::text);
  CHECK(request->messages[0].content == "Rate x as in [[5]].");
  ChatReply reply;
  reply.text = R"({"score": 3} Rating: [[7]])";
  CHECK(shown(judge->read(reply, {})) == "7");
  reply.text = R"({"score": 3})";
  CHECK(shown(judge->read(reply, {})) == "(no_verdict)");
  config.family = "arena-hard";
  CHECK_FALSE(Judge::make(config));
}

TEST_CASE("a score is read off the probabilities where they cover enough, else off the text") {
  JudgeConfig config;
  config.method = Method::score;
  config.models = {"x"};
  config.scale_min = 1;
  config.scale_max = 5;
  config.prompt.text = "{{output}}";
  config.logprobs = {.wanted = true, .or_text = false, .min_coverage = 0.5, .top = 5};
  const auto judge = Judge::make(config);
  REQUIRE(judge);
  CHECK(judge->request({{"output", "x"}}, {}, ReplyFormat::text)->top_logprobs == 5);
  ChatReply reply;
  reply.text = "Score: 4";
  CHECK(shown(judge->read(reply, {})) == "(no_logprobs)");
  reply.logprobs = {{.token = "Score", .logprob = 0, .top = {}},
                    {.token = ":", .logprob = 0, .top = {}},
                    {.token = " 4",
                     .logprob = std::log(0.6),
                     .top = {{" 4", std::log(0.6)}, {" 5", std::log(0.2)}, {" x", std::log(0.2)}}}};
  const auto verdict = judge->read(reply, {});
  REQUIRE(verdict);
  CHECK(verdict->score == doctest::Approx(4.25));
  CHECK(*verdict->coverage == doctest::Approx(0.8));
  config.logprobs.min_coverage = 0.9;
  CHECK(shown(judge->read(reply, {})) == "(low_coverage)");
  config.logprobs.or_text = true;
  CHECK(shown(judge->read(reply, {})) == "4");
}
