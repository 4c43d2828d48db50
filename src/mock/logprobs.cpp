#include "mock/logprobs.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "base/json_text.hpp"
#include "base/random.hpp"
#include "mock/tokens.hpp"
#include "mock/verdict_tokens.hpp"

namespace judge::mock {
namespace {

/// None of them is a verdict, nor the beginning of a usual one.
constexpr std::array<std::string_view, 21> kOthers{
    " The",    "\n",       " This", " However",  " Overall", "The",    " Based",
    "\n\n",    " While",   " I",    " Here",     " Given",   " Since", "This",
    " Though", " Looking", " On",   " Moreover", "Overall",  " Still", "<|endoftext|>"};
constexpr double kLeastShare = 1e-9;

/// Others share what is left, each half of the one before it.
void add_others(std::vector<TokenShare>& likeliest, double left, std::size_t wanted) {
  for (const auto other : kOthers) {
    if (likeliest.size() >= wanted) return;
    if (std::ranges::find(likeliest, other, &TokenShare::token) != likeliest.end()) continue;
    left = std::max(left / 2, kLeastShare);
    likeliest.push_back({std::string(other), left});
  }
}

TokenPlace place_of(std::string_view token, std::vector<TokenShare> likeliest, double left,
                    std::size_t top) {
  TokenPlace place{{std::string(token), 0}, {}};
  place.said.share = std::ranges::find(likeliest, token, &TokenShare::token)->share;
  add_others(likeliest, left, std::max(top, likeliest.size()));
  std::ranges::sort(likeliest, [](const TokenShare& one, const TokenShare& other) {
    return std::tie(other.share, one.token) < std::tie(one.share, other.token);
  });
  if (likeliest.size() > top) likeliest.resize(top);
  place.likeliest = std::move(likeliest);
  return place;
}

void write_token(JsonWriter& json, const TokenShare& token) {
  json.member("token", std::string_view(token.token));
  json.member("logprob", logprob(token));
  json.key("bytes");
  json.begin_array();
  for (const unsigned char byte : token.token) json.value(std::int64_t{byte});
  json.end_array();
}

}  // namespace

std::vector<TokenPlace> token_places(std::string_view content, std::span<const Ballot> ballots,
                                     std::size_t top, std::uint64_t seed) {
  const auto tokens = split_tokens(content);
  auto verdicts = verdict_tokens(tokens, ballots);
  Random random(seed);
  std::vector<TokenPlace> places;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const double u = random.uniform();
    if (const auto verdict = verdicts.find(i); verdict != verdicts.end()) {
      const double valid = 0.95 + 0.045 * u;
      for (auto& option : verdict->second) option.share *= valid;
      places.push_back(place_of(tokens[i], std::move(verdict->second), 1 - valid, top));
    } else {
      const double share = 1 - 0.5 * u * u * u;
      places.push_back(place_of(tokens[i], {{std::string(tokens[i]), share}}, 1 - share, top));
    }
  }
  return places;
}

std::string logprobs_json(const std::vector<TokenPlace>& places) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const TokenPlace& place : places) {
    json.begin_object();
    write_token(json, place.said);
    json.key("top_logprobs");
    json.begin_array();
    for (const TokenShare& other : place.likeliest) {
      json.begin_object();
      write_token(json, other);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
  return text;
}

double logprob(const TokenShare& token) {
  return std::log(std::max(token.share, kLeastShare));
}

}  // namespace judge::mock
