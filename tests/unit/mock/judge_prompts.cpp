#include "unit/mock/judge_prompts.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/random.hpp"

namespace judge::mock::test {

std::string pair_prompt(const Pair& pair) {
  return fmt::format(
      "Say which of the two answers is better.\n\n<question>\nWhy?\n</question>\n\n<answer_A>\n{}\n"
      "</answer_A>\n\n<answer_B>\n{}\n</answer_B>\n\nReply with one JSON object and nothing else. "
      "First explain in a few sentences, then give your verdict:\n{{\"explanation\": \"...\", "
      "\"winner\": WINNER}}\nWINNER is \"A\" if A is better, \"B\" if B is better, \"tie\" if "
      "neither "
      "is.",
      pair.a, pair.b);
}

std::string mt_bench_prompt(const Pair& pair) {
  return fmt::format(
      "Please act as an impartial judge. After providing your explanation, output your final "
      "verdict "
      "by strictly following this format: \"[[A]]\" if assistant A is better, \"[[B]]\" if "
      "assistant "
      "B is better, and \"[[C]]\" for a tie.\n\n[User Question]\nWhy?\n\n[The Start of Assistant "
      "A's "
      "Answer]\n{}\n[The End of Assistant A's Answer]\n\n[The Start of Assistant B's Answer]\n{}\n"
      "[The End of Assistant B's Answer]",
      pair.a, pair.b);
}

std::string mt_bench_conversation(const Pair& pair) {
  const auto side = [](char slot, std::string_view text) {
    return fmt::format(
        "<|The Start of Assistant {0}'s Conversation with User|>\n\n### User:\nWhy?\n\n### "
        "Assistant "
        "{0}:\nBecause.\n\n### User:\nAnd why else?\n\n### Assistant {0}:\n{1}\n\n<|The End of "
        "Assistant {0}'s Conversation with User|>\n\n\n",
        slot, text);
  };
  return "Focus on the second question. Output \"[[A]]\" if assistant A is better, \"[[B]]\" if "
         "assistant B is better, and \"[[C]]\" for a tie.\n\n" +
         side('A', pair.a) + side('B', pair.b);
}

std::string arena_hard_prompt(const Pair& pair) {
  return fmt::format(
      "Output only one of the following choices as your final verdict with a label:\n\n1. "
      "Assistant "
      "A is significantly better: [[A>>B]]\n2. Assistant A is slightly better: [[A>B]]\n3. Tie, "
      "relatively the same: [[A=B]]\n4. Assistant B is slightly better: [[B>A]]\n5. Assistant B is "
      "significantly better: [[B>>A]]\n\nExample output: \"My final verdict is tie: [[A=B]]\".\n\n"
      "<|User Prompt|>\nWhy?\n\n<|The Start of Assistant A's Answer|>\n{}\n<|The End of Assistant "
      "A's Answer|>\n\n<|The Start of Assistant B's Answer|>\n{}\n<|The End of Assistant B's "
      "Answer|>",
      pair.a, pair.b);
}

std::string rubric_prompt(std::string_view output, const std::vector<std::string>& criteria,
                          std::size_t only) {
  std::string list;
  for (std::size_t i = 0; i < criteria.size(); ++i)
    if (only == 0 || only == i + 1) list += fmt::format("{}. {}\n", i + 1, criteria[i]);
  const std::string form =
      only != 0 ? "{\"explanation\": \"...\", \"met\": MET}\nMET is true if the criterion is met, "
                  "else false."
                : fmt::format(
                      "Reply with one entry for each of the {} criteria:\n{{\"criteria\": "
                      "[{{\"criterion\": 1, \"explanation\": \"...\", \"met\": MET}}, "
                      "...]}}\nMET is true or false.",
                      criteria.size());
  return fmt::format("<output>\n{}\n</output>\n\n<criteria>\n{}</criteria>\n\n{}", output, list,
                     form);
}

std::string essay(int number) {
  return fmt::format("Answer {}: for the reason of that number.", number);
}

std::string request_body(const std::string& prompt, std::string_view further) {
  return fmt::format(R"({{"model":"m","messages":[{{"role":"user","content":{}}}]{}}})",
                     json_quoted(prompt), further);
}

CompletionRequest request_of(const std::string& prompt, std::string_view further) {
  auto request = openai_chat().read({.body = request_body(prompt, further)}, "");
  if (!request) FAIL(request.error().message);
  return *request;
}

Answer answer_of(const CompletionRequest& request, Manner manner) {
  manner.temper.occasion =
      random_bits(manner.temper.occasion, short_digest(sha256(request.prompt)));
  return make_answer(request, manner, false);
}

std::string said_to(const std::string& prompt, const Manner& manner, std::string_view further) {
  return answer_of(request_of(prompt, further), manner).content;
}

std::string between(std::string_view text, std::string_view begin, std::string_view end) {
  const auto at = text.rfind(begin);
  if (at == std::string_view::npos) return "";
  text.remove_prefix(at + begin.size());
  return std::string(text.substr(0, text.find(end)));
}

}  // namespace judge::mock::test
