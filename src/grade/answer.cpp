#include "grade/answer.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace judge {
namespace {

bool ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

/// Joiners shape words in many scripts, and emoji; beside ASCII they are only noise.
bool is_noise_joiner(std::string_view text, std::size_t at, std::size_t size) {
  return at == 0 || at + size >= text.size() || ascii(text[at - 1]) || ascii(text[at + size]);
}

struct Rewrite {
  std::string_view from;
  std::string_view to;
  bool joiner = false;
};

constexpr std::array rewrites{Rewrite{"\u200b", ""},       Rewrite{"\u200c", "", true},
                              Rewrite{"\u200d", "", true}, Rewrite{"\u200e", ""},
                              Rewrite{"\u200f", ""},       Rewrite{"\u2060", ""},
                              Rewrite{"\ufeff", ""},       Rewrite{"\u00ad", ""},
                              Rewrite{"\u00a0", " "},      Rewrite{"\u202f", " "}};

std::string without_invisible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto end = at;
    while (end < text.size() && ascii(text[end])) ++end;
    out += text.substr(at, end - at);
    at = end;
    if (at == text.size()) break;
    const auto rest = text.substr(at);
    const auto rule =
        std::ranges::find_if(rewrites, [&](const auto& r) { return rest.starts_with(r.from); });
    if (rule == rewrites.end() || (rule->joiner && !is_noise_joiner(text, at, rule->from.size()))) {
      out += text[at++];
    } else {
      out += rule->to;
      at += rule->from.size();
    }
  }
  return out;
}

struct Tag {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool opening = false;
};

std::optional<Tag> tag_at(std::string_view text, std::size_t at) {
  for (const auto name : {"<think>", "</think>", "<thinking>", "</thinking>"})
    if (starts_with_ignoring_case(text.substr(at), name))
      return Tag{at, at + std::string_view(name).size(), name[1] != '/'};
  return std::nullopt;
}

bool starts_line(std::string_view text, std::size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  return at == 0 || text[at - 1] == '\n';
}

bool ends_line(std::string_view text, std::size_t at) {
  at = text.find_first_not_of(" \t\r", at);
  return at == std::string_view::npos || text[at] == '\n';
}

class ThoughtRemover {
 public:
  explicit ThoughtRemover(std::string_view text) : text_(text) {}

  Answer run() {
    for (auto at = text_.find('<'); at != std::string_view::npos; at = text_.find('<', at + 1))
      if (const auto tag = tag_at(text_, at)) meet(*tag);
    if (depth_ == 0) kept_ += text_.substr(shown_from_);
    return {std::move(kept_), depth_ > 0};
  }

 private:
  void meet(const Tag& tag) {
    if (tag.opening) {
      if (depth_ > 0 || starts_line(text_, tag.begin)) open(tag);
    } else if (depth_ > 0) {
      if (--depth_ == 0) shown_from_ = tag.end;
    } else if (starts_line(text_, tag.begin) || ends_line(text_, tag.end)) {
      // Some chat templates put the opening tag into the prompt: all so far was thought.
      kept_.clear();
      shown_from_ = tag.end;
    }
  }

  void open(const Tag& tag) {
    if (depth_++ == 0) kept_ += text_.substr(shown_from_, tag.begin - shown_from_);
  }

  std::string_view text_;
  std::string kept_;
  std::size_t shown_from_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

Answer answer_of(std::string_view reply) {
  const auto clean = without_invisible(reply);
  return ThoughtRemover(clean).run();
}

std::string excerpt(std::string_view text, std::size_t max_bytes) {
  text = trim(text);
  if (text.size() <= max_bytes) return std::string(text);
  auto cut = max_bytes;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  return std::string(trim(text.substr(0, cut)));
}

}  // namespace judge
