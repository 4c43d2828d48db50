#include <doctest/doctest.h>

#include "unit/model/exchange.hpp"

namespace judge::test {
namespace {

TEST_CASE("an answer as OpenAI writes it") {
  const auto answer = answer_of(R"({
    "id": "chatcmpl-CdX1", "object": "chat.completion", "created": 1763640000, "model": "gpt-5-mini-2025-08-07",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "{\"score\": 8}", "refusal": null,
      "annotations": []}, "logprobs": null, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 212, "completion_tokens": 64, "total_tokens": 276,
      "prompt_tokens_details": {"cached_tokens": 128, "audio_tokens": 0},
      "completion_tokens_details": {"reasoning_tokens": 32, "audio_tokens": 0}},
    "service_tier": "default", "system_fingerprint": null})");
  CHECK(answer.text == R"({"score": 8})");
  CHECK(!answer.refusal);
  CHECK(answer.finish_reason == "stop");
  REQUIRE(answer.usage);
  CHECK(answer.usage->input == 212);
  CHECK(answer.usage->cached_input == 128);
  CHECK(answer.usage->output == 64);
  CHECK(answer.usage->reasoning == 32);
}

TEST_CASE("what local servers leave out is not needed") {
  const auto answer = answer_of(R"({"choices":[{"message":{"content":"<think>hm</think>\n7"}}]})");
  CHECK(answer.text == "<think>hm</think>\n7");
  CHECK(answer.finish_reason.empty());
  CHECK(!answer.usage);
}

TEST_CASE("blank lines before the body, a BOM and unknown keys do no harm") {
  CHECK(answer_of("\n\r\n\n" + completion(R"({"content":"7","reasoning_content":"so"})")).text ==
        "7");
  CHECK(answer_of("\xEF\xBB\xBF" + completion(R"({"content":"7"})")).text == "7");
}

TEST_CASE("content parts are one text, without what is thought") {
  const auto answer = answer_of(completion(
      R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"no"}]},
          {"type":"text","text":"The score "},{"type":"text","text":"is 7"},"stray",7]})"));
  CHECK(answer.text == "The score is 7");
}

TEST_CASE("an empty answer is an answer") {
  CHECK(answer_of(completion(R"({"content":""})")).text.empty());
}

TEST_CASE("cut off before the first word is an answer, so that it can be stored") {
  for (const auto* content : {"null", R"("")"}) {
    const auto answer =
        answer_of(completion(std::string(R"({"content":)") + content + "}", "length"));
    CHECK(answer.text.empty());
    CHECK(answer.finish_reason == "length");
    CHECK(!answer.refusal);
  }
}

TEST_CASE("a refusal is an answer of its own kind") {
  const auto refused =
      answer_of(completion(R"({"content":null,"refusal":"I can't help with that."})"));
  CHECK(refused.refusal == "I can't help with that.");
  CHECK(refused.text.empty());

  const auto filtered = answer_of(completion(R"({"content":"The scor"})", "content_filter"));
  CHECK(filtered.refusal == "content_filter");
  CHECK(filtered.text == "The scor");
  CHECK(answer_of(completion("{}", "content_filter")).refusal == "content_filter");

  const auto part = answer_of(completion(R"({"content":[{"type":"refusal","refusal":"No."}]})"));
  CHECK(part.refusal == "No.");

  CHECK(!answer_of(completion(R"({"content":"7","refusal":""})")).refusal);
}

TEST_CASE("usage that cannot be true is unknown, and the answer stays") {
  for (
      const auto* usage : {
          "null",
          "7",
          "[]",
          "{}",
          R"({"prompt_tokens":5})",
          R"({"completion_tokens":5})",
          R"({"prompt_tokens":-1,"completion_tokens":5})",
          R"({"prompt_tokens":"5","completion_tokens":5})",
          R"({"prompt_tokens":5.5,"completion_tokens":5})",
          R"({"prompt_tokens":5,"completion_tokens":99999999999999999999999999})",
          R"({"prompt_tokens":5,"completion_tokens":18446744073709551615})",
          R"({"prompt_tokens":5,"completion_tokens":1e300})",
          R"({"prompt_tokens":5,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":6}})",
          R"({"prompt_tokens":5,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":-1}})",
          R"({"prompt_tokens":5,"completion_tokens":5,"completion_tokens_details":{"reasoning_tokens":6}})",
      }) {
    CAPTURE(usage);
    const auto answer =
        answer_of(completion(R"({"content":"7"})", "stop", std::string(",\"usage\":") + usage));
    CHECK(answer.text == "7");
    CHECK(!answer.usage);
  }
}

TEST_CASE("usage without details, or with null ones, is known") {
  for (const auto* more : {"", R"(,"prompt_tokens_details":null,"completion_tokens_details":null)",
                           R"(,"prompt_tokens_details":{"cached_tokens":null})"}) {
    const auto answer = answer_of(completion(
        R"({"content":"7"})", "stop",
        std::string(R"(,"usage":{"prompt_tokens":5,"completion_tokens":0)") + more + "}"));
    REQUIRE(answer.usage);
    CHECK(answer.usage->input == 5);
    CHECK(answer.usage->output == 0);
    CHECK_FALSE(answer.usage->cached_input);
  }
}

TEST_CASE("nothing cached is known, where the server says so") {
  const auto answer = answer_of(completion(R"({"content":"7"})", "stop",
                                           R"(,"usage":{"prompt_tokens":5,"completion_tokens":1,)"
                                           R"("prompt_tokens_details":{"cached_tokens":0}})"));
  REQUIRE(answer.usage);
  CHECK(answer.usage->cached_input == 0);
}

TEST_CASE("reasoning that completion_tokens leaves out, as the total tells, is output too") {
  const auto answer =
      answer_of(completion(R"({"content":"7"})", "stop",
                           R"(,"usage":{"prompt_tokens":10,"completion_tokens":9,"total_tokens":119,
          "completion_tokens_details":{"reasoning_tokens":100}})"));
  REQUIRE(answer.usage);
  CHECK(answer.usage->output == 109);
}

TEST_CASE("text that is no text comes out as text that can be written") {
  const std::string fffd = "\xEF\xBF\xBD";
  const auto text_of = [](const std::string& content) {
    const auto text = answer_of(completion("{\"content\":\"" + content + "\"}")).text;
    CHECK_NOTHROW(static_cast<void>(nlohmann::json(text).dump()));
    return text;
  };
  CHECK(text_of("a\xff"
                "b") == "a" + fffd + "b");
  CHECK(text_of("a\\ud800b") == "a" + fffd + "b");
  CHECK(text_of("a\\udc00b") == "a" + fffd + "b");
  CHECK(text_of("\\ud83d\\ude00 \\ud83d") == "\xF0\x9F\x98\x80 " + fffd);
  CHECK(text_of("\\ud83d\\ud83d\\ude00") == fffd + "\xF0\x9F\x98\x80");
  CHECK(text_of("\\\\ud800 \xff") == "\\ud800 " + fffd);  // an escaped backslash, not an escape
  CHECK(text_of("\\u0000x") == std::string("\0x", 2));
  CHECK(text_of("\xed\xa0\x80") == fffd + fffd + fffd);  // a surrogate in UTF-8's clothes
}

}  // namespace
}  // namespace judge::test
