#include "foreign_files.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("scores are numbers, whatever a table calls none, and never clamped") {
  const ForeignFile file("id,s\nx,7\ny, 7.5 \nz,\nu,NaN\nv,11\nw,n/a\n");
  const auto table = file.read({{"score", {"s"}}, {"scale", {"1,10"}}});
  CHECK(shown(table, 0) == "7.0 7.5 absent absent out_of_range absent");
  CHECK(table.columns[0].kind == VerdictKind::number);
  CHECK(table.columns[0].max == 10);
}

TEST_CASE("what is no number is refused with its row and what to do") {
  const ForeignFile file("id,s\nx,7\ny,8/10\n");
  CHECK(file.refusal({{"score", {"s"}}}) ==
        "FILE:3: field \"s\": \"8/10\" is no number; --null VALUE says that a value stands for no "
        "verdict, --text FIELD reads what judges write");
  CHECK(shown(file.read({{"score", {"s"}}, {"null", {"8/10"}}}), 0) == "7.0 absent");
}

TEST_CASE("labels count as their values; one without is refused") {
  const ForeignFile file("id,g\nx,good\ny,bad\nz,ok\n");
  const MappingValues values{{"label", {"g"}}, {"value", {"good=1", "bad=0", "ok=0.5"}}};
  const auto table = file.read(values);
  CHECK(shown(table, 0) == "good bad ok");
  CHECK(table.columns[0].cells[2].score == 0.5);
  CHECK(
      file.refusal({{"label", {"g"}}, {"value", {"good=1", "bad=0"}}}) ==
      "FILE:4: field \"g\": the label \"ok\" has no value: add --value ok=NUMBER, or --null ok if "
      "it stands for no verdict");
}

TEST_CASE("labels that are numbers are worth themselves, 0 and 1 are truths, words nothing") {
  const ForeignFile file("id,n,t,w\nx,1,True,a\ny,2.0,False,b\n");
  const auto numbers = file.read({{"label", {"n"}}});
  CHECK(shown(numbers, 0) == "1 2");
  CHECK(numbers.columns[0].cells[1].score == 2);
  const auto truths = file.read({{"label", {"t"}}});
  CHECK(truths.columns[0].kind == VerdictKind::truth);
  CHECK(truths.columns[0].cells[0].score == 1);
  CHECK(file.try_read({{"label", {"w"}}})->without_values == std::vector<std::size_t>{0});
}

TEST_CASE("a preference's codes: words and numbers that need no telling") {
  const ForeignFile file(
      "id,p\n1,A\n2,model_b\n3,tie\n4,left\n5,win\n6,draw\n7,1\n8,2\n9,1.5\n10,1.25\n11,\n"
      "12,tie (bothbad)\n");
  CHECK(shown(file.read({{"prefer", {"p"}}}), 0) == "A B tie A A tie A B tie A absent tie");
  CHECK(file.read({{"prefer", {"p"}}}).columns[0].cells[9].score == 0.75);
}

TEST_CASE("0 may be a tie or b's win, and somebody has to say which") {
  const ForeignFile file("id,p\nx,1\ny,0\n");
  CHECK(file.refusal({{"prefer", {"p"}}}) ==
        "FILE:3: field \"p\": 0 may be a tie or a win of b; say which: --code tie=0, or --code b=0 "
        "(or null=0)");
  CHECK(shown(file.read({{"prefer", {"p"}}, {"code", {"tie=0"}}}), 0) == "A tie");
  CHECK(shown(file.read({{"prefer", {"p"}}, {"code", {"b=0"}}}), 0) == "A B");
  CHECK(shown(file.read({{"prefer", {"p"}}, {"code", {"null=0,x", "b=1"}}}), 0) == "B absent");
}

TEST_CASE("a code nobody knows is refused; the winner's name is known") {
  const ForeignFile file("q,l,r,w\n1,gpt,mini,gpt\n2,mini,gpt,gpt\n3,mini,gpt,whoever\n");
  CHECK(file.refusal({{"prefer", {"w"}}, {"a", {"l"}}, {"b", {"r"}}}) ==
        "FILE:4: field \"w\": the code \"whoever\" is not known; say what it means: --code "
        "a=whoever, b=whoever, tie=whoever or null=whoever");
  const auto table =
      file.read({{"prefer", {"w"}}, {"a", {"l"}}, {"b", {"r"}}, {"null", {"whoever"}}});
  CHECK(shown(table, 0) == "A B absent");
  CHECK(table.models[table.lines[1].model] == "mini");
  CHECK(table.models[table.lines[1].against] == "gpt");
}

TEST_CASE("what a judge wrote is read by a named family") {
  const ForeignFile file(
      "{\"id\":1,\"t\":\"It is fine. "
      "[[7]]\"}\n{\"id\":2,\"t\":\"[[11]]\"}\n{\"id\":3,\"t\":\"well\"}\n",
      "data.jsonl");
  const auto table = file.read({{"text", {"t"}}, {"family", {"mt-bench"}}, {"scale", {"1,10"}}});
  CHECK(shown(table, 0) == "7.0 out_of_range no_verdict");
  CHECK(file.refusal({{"text", {"t"}}, {"family", {"mt-bensh"}}})
            .starts_with("--family mt-bensh: there is none of that name, did you mean mt-bench?"));
  CHECK(file.refusal({{"text", {"t"}}})
            .starts_with("--text t: say what the judge was asked for: --scale LO,HI"));
}

TEST_CASE("logprobs of the verdict's place, flat or as OpenAI has them") {
  const ForeignFile file(
      "{\"id\":1,\"l\":{\"4\":-0.6931471805599453,\"5\":-0.6931471805599453}}\n"
      "{\"id\":2,\"l\":{\"content\":[{\"token\":\"5\",\"logprob\":-0.6931471805599453,"
      "\"top_logprobs\":[{\"token\":\"5\",\"logprob\":-0.6931471805599453},"
      "{\"token\":\"3\",\"logprob\":-0.6931471805599453}]}]}}\n"
      "{\"id\":3,\"l\":null}\n",
      "data.jsonl");
  const auto table = file.read({{"logprobs", {"l"}}, {"scale", {"1,5"}}});
  CHECK(table.columns[0].cells[0].score == doctest::Approx(4.5));
  CHECK(table.columns[0].cells[1].score == doctest::Approx(4));
  CHECK(table.reasons[table.columns[0].cells[2].reason] == "absent");
}

TEST_CASE("free scorers judge somebody else's outputs") {
  const ForeignFile file("id,output,target\n1,It is 42,42\n2,43,42\n3,42,42\n");
  const auto table =
      file.read({{"exact", {"target"}}, {"includes", {"target"}}, {"numeric", {"target"}}});
  CHECK(shown(table, 0) == "false false true");
  CHECK(shown(table, 1) == "true false true");
  CHECK(shown(table, 2) == "true false true");
  CHECK(table.columns[0].kind == VerdictKind::truth);
}
