#include "results/foreign_logprobs.hpp"

#include <algorithm>

#include "dataset/parse_json.hpp"

namespace judge {
namespace {

using nlohmann::json;
using Tokens = std::expected<std::vector<AnswerToken>, std::string>;

constexpr auto shape =
    "logprobs are to be OpenAI's {\"content\": [{\"token\", \"logprob\", \"top_logprobs\"}]}, that "
    "list, or {\"token\": logprob, …}";

std::optional<TokenLogprob> token_of(const json& value) {
  if (!value.is_object()) return std::nullopt;
  const auto token = value.find("token"), logprob = value.find("logprob");
  if (token == value.end() || logprob == value.end()) return std::nullopt;
  if (!token->is_string() || !logprob->is_number()) return std::nullopt;
  return TokenLogprob{.token = token->get<std::string>(), .logprob = logprob->get<double>()};
}

Tokens from_list(const json& list) {
  std::vector<AnswerToken> tokens;
  for (const auto& each : list) {
    const auto own = token_of(each);
    if (!own) return std::unexpected(shape);
    auto& token =
        tokens.emplace_back(AnswerToken{.token = own->token, .logprob = own->logprob, .top = {}});
    const auto top = each.find("top_logprobs");
    if (top == each.end() || !top->is_array()) continue;
    for (const auto& other : *top)
      if (auto read = token_of(other)) token.top.push_back(std::move(*read));
  }
  return tokens;
}

/// The likeliest one is the answer.
Tokens from_flat(const json& object) {
  AnswerToken token;
  for (const auto& [name, logprob] : object.items()) {
    if (!logprob.is_number()) return std::unexpected(shape);
    token.top.push_back({.token = name, .logprob = logprob.get<double>()});
  }
  if (token.top.empty()) return std::vector<AnswerToken>();
  const auto best = std::ranges::max_element(token.top, {}, &TokenLogprob::logprob);
  token.token = best->token;
  token.logprob = best->logprob;
  return std::vector{token};
}

}  // namespace

Tokens answer_tokens(const json& value) {
  if (value.is_string()) {
    const auto parsed = rows::parse_json(value.get_ref<const std::string&>());
    if (!parsed || parsed->is_string()) return std::unexpected(shape);
    return answer_tokens(*parsed);
  }
  if (value.is_array()) return from_list(value);
  if (!value.is_object()) return std::unexpected(shape);
  if (const auto content = value.find("content"); content != value.end() && content->is_array())
    return from_list(*content);
  return from_flat(value);
}

}  // namespace judge
