#include "prompt/tags.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace judge::prompts {

namespace {

constexpr std::size_t max_sections = 100;  // inside one another; the library recurses

// The same reading of tags as the library's; what it leaves in place is plain text and comments.
class Numberer {
 public:
  explicit Numberer(const PromptText& text) : origin_(text.origin), left_(text.text) {}

  Result<Numbered> run() {
    for (;;) {
      const auto begin = left_.find(open_);
      literal(std::min(begin, left_.size()));
      if (begin == std::string_view::npos) break;
      if (auto done = tag(); !done) return std::unexpected(std::move(done.error()));
    }
    if (!sections_.empty()) {
      const auto& section = out_.tags[sections_.back()];
      return refuse(section.line, fmt::format("the section {{{{#{}}}}} is never closed",
                                              printable(section.name, 60)));
    }
    return std::move(out_);
  }

 private:
  std::unexpected<Error> refuse(std::size_t line, std::string_view what) const {
    return fail(Fault::config, fmt::format("{}:{}: {}", origin_, line, what));
  }

  void skip(std::size_t bytes) {
    line_ += static_cast<std::size_t>(std::ranges::count(left_.substr(0, bytes), '\n'));
    left_.remove_prefix(bytes);
  }

  /// What is no tag.
  void literal(std::size_t bytes) {
    out_.literals.back() += left_.substr(0, bytes);
    take(bytes);
  }

  void take(std::size_t bytes) {
    out_.text += left_.substr(0, bytes);
    skip(bytes);
  }

  Result<> tag() {
    const bool triple = open_ == "{{" && close_ == "}}" && left_.substr(2).starts_with('{');
    const auto inner = open_.size() + (triple ? 1 : 0);
    const std::string close = triple ? "}}}" : close_;
    const auto end = left_.find(close, inner);
    if (end == std::string_view::npos)
      return refuse(line_, fmt::format("the tag {} is never closed by {}",
                                       printable(left_.substr(0, 20)), close));
    const auto size = end + close.size();
    const auto contents = trim(left_.substr(inner, end - inner));
    if (!triple && contents.starts_with('!')) {
      take(size);
      return {};
    }
    if (!triple && contents.starts_with('=')) return delimiters(contents, size);
    auto put = triple ? value(contents) : named(contents);
    skip(size);
    return put;
  }

  Result<> named(std::string_view contents) {
    if (contents.empty()) return refuse(line_, "a tag without a name");
    const auto name = trim(contents.substr(1));
    switch (contents.front()) {
      case '#':
        return section(Tag::Kind::section, name);
      case '^':
        return section(Tag::Kind::inverted, name);
      case '/':
        return close_section(name);
      case '>':
        return refuse(line_, fmt::format("{{{{> {}}}}}: a template reads no other file; write its "
                                         "text here",
                                         printable(name, 60)));
      case '&':
        return value(name);
      default:
        return value(contents);
    }
  }

  Result<> add(Tag::Kind kind, std::string_view name, char sigil) {
    if (name.empty()) return refuse(line_, "a tag without a name");
    if (name == "." && sections_.empty())
      return refuse(line_,
                    "{{.}} is the present element of a list and has no meaning outside {{#list}}");
    out_.text += fmt::format("{}{}{}{}", open_, sigil, out_.tags.size(), close_);
    out_.tags.push_back(
        {.kind = kind, .name = std::string(name), .line = line_, .depth = sections_.size()});
    out_.literals.emplace_back();
    return {};
  }

  Result<> value(std::string_view name) { return add(Tag::Kind::value, name, '&'); }

  Result<> section(Tag::Kind kind, std::string_view name) {
    if (sections_.size() == max_sections)
      return refuse(line_, fmt::format("more than {} sections inside one another", max_sections));
    auto added = add(kind, name, kind == Tag::Kind::section ? '#' : '^');
    sections_.push_back(out_.tags.size() - 1);
    return added;
  }

  Result<> close_section(std::string_view name) {
    if (sections_.empty())
      return refuse(line_, fmt::format("{{{{/{}}}}} closes a section that was never opened",
                                       printable(name, 60)));
    const auto& open = out_.tags[sections_.back()];
    if (open.name != name)
      return refuse(line_,
                    fmt::format("{{{{/{}}}}} where the section {{{{#{}}}}} of line {} is to be "
                                "closed first",
                                printable(name, 60), printable(open.name, 60), open.line));
    out_.text += fmt::format("{}/{}{}", open_, sections_.back(), close_);
    sections_.pop_back();
    return {};
  }

  // {{=<% %>=}}. What could be taken for a part of a numbered tag is refused.
  Result<> delimiters(std::string_view contents, std::size_t size) {
    const auto wrong = [this] {
      return refuse(line_,
                    "delimiters are set as in {{=<% %>=}}: two marks without letters, digits "
                    "and & # ^ / =");
    };
    if (contents.size() < 5 || !contents.ends_with('=')) return wrong();
    const auto both = trim(contents.substr(1, contents.size() - 2));
    const auto space = both.find(' ');
    if (space == std::string_view::npos) return wrong();
    const auto open = both.substr(0, space);
    const auto close = trim(both.substr(space));
    if (!is_delimiter(open) || !is_delimiter(close)) return wrong();
    take(size);
    open_ = open;
    close_ = close;
    return {};
  }

  static bool is_delimiter(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
      return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
             !(c >= 'A' && c <= 'Z') && !std::string_view("&#^/=!").contains(c);
    });
  }

  const std::string& origin_;
  std::string_view left_;
  std::string open_ = "{{";
  std::string close_ = "}}";
  std::size_t line_ = 1;
  std::vector<std::size_t> sections_;  // the tags of those open
  Numbered out_;
};

}  // namespace

Result<Numbered> number_tags(const PromptText& text) {
  return Numberer(text).run();
}

}  // namespace judge::prompts
