#include "mock/overlap.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

namespace judge::mock {
namespace {

constexpr std::size_t kMostWords = 4000;  // of one text: enough to tell, and bounded

constexpr std::array<std::string_view, 26> kCommonWords{
    "a",  "an", "and", "are", "as",  "at",   "be",   "by", "for", "from", "in",   "is",   "it",
    "of", "on", "or",  "so",  "the", "that", "this", "to", "was", "were", "will", "with", "which"};

/// FNV-1a (Fowler, Noll, Vo) of one word; hashes compare faster than the words.
std::uint64_t hash_word(std::string_view word) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : word) hash = (hash ^ c) * 0x100000001b3;
  return hash;
}

char fold(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  const bool word =
      (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
  return word ? c : '\0';
}

using Words = std::vector<std::uint64_t>;  // sorted, each once

Words words_of(std::string_view text) {
  Words words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty() && std::ranges::find(kCommonWords, word) == kCommonWords.end())
      words.push_back(hash_word(word));
    word.clear();
  };
  for (const char c : text) {
    if (const char folded = fold(c)) {
      if (word.size() < 64) word += folded;
    } else {
      flush();
      if (words.size() >= kMostWords) break;
    }
  }
  flush();
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  return words;
}

Words without(const Words& words, const Words& taken) {
  Words left;
  std::ranges::set_difference(words, taken, std::back_inserter(left));
  return left;
}

double compare(const Words& reference, const Words& output) {
  if (reference.empty() || output.empty()) return 0;
  Words common;
  std::ranges::set_intersection(reference, output, std::back_inserter(common));
  const double recall = static_cast<double>(common.size()) / static_cast<double>(reference.size());
  const double focus = static_cast<double>(common.size()) /
                       static_cast<double>(std::min(reference.size(), output.size()));
  return (recall + focus) / 2;
}

}  // namespace

double overlap(std::string_view reference, std::string_view output, std::string_view question) {
  const Words asked = words_of(question);
  const Words expected = words_of(reference);
  const Words given = words_of(output);
  const Words telling = without(expected, asked);
  // "No" or "Paris" where the question holds it: then every word must do.
  if (telling.empty()) return compare(expected, given);
  return compare(telling, without(given, asked));
}

}  // namespace judge::mock
