#include "model/reply_json.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"
#include "model/reply_repair.hpp"
#include "model/reply_text.hpp"

namespace judge {
namespace {

namespace dom = simdjson::dom;

constexpr int max_depth = 100;

/// Parses into memory that is kept from reply to reply, unless one was huge.
class Parser {
 public:
  /// `depth`: as simdjson counts, objects and arrays that are empty left out.
  explicit Parser(std::size_t depth) : depth_(depth) {}

  /// nullopt where simdjson refuses `text`.
  std::optional<ReplyJson> parse(std::string_view text) {
    if (!parser_ || parser_->capacity() > worth_keeping) renew();
    padded_.assign(text).append(simdjson::SIMDJSON_PADDING, ' ');
    constexpr bool copy_first = false;
    ReplyJson root;
    if (parser_->parse(padded_.data(), text.size(), copy_first).get(root) != simdjson::SUCCESS)
      return std::nullopt;
    return root;
  }

 private:
  static constexpr std::size_t worth_keeping = std::size_t{1} << 18;
  static constexpr std::size_t usual = std::size_t{4} << 10;

  void renew() {
    padded_ = {};
    parser_ = std::make_unique<dom::parser>();
    if (parser_->allocate(usual, depth_) != simdjson::SUCCESS) throw std::bad_alloc();
  }

  std::size_t depth_;
  std::string padded_;
  std::unique_ptr<dom::parser> parser_;
};

/// Brackets inside strings do not count.
bool too_deep(std::string_view body) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_depth) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

NotJson describe(std::string_view body) {
  const auto start = trim(body);
  if (start.empty()) return {"not_json", "the reply is empty"};
  const bool html = start.starts_with('<');
  return {
      html ? "html_page" : "not_json",
      cut(fmt::format("the reply is {}: {}", html ? "a web page" : "not JSON", cut(start, 300)))};
}

}  // namespace

std::expected<ReplyJson, NotJson> parse_reply(std::string_view body) {
  // What the first one takes is not too deep for sure; the second takes all that is not.
  thread_local Parser parser(max_depth), lenient(max_depth + 2);
  if (const auto root = parser.parse(body)) return *root;
  if (too_deep(body))
    return std::unexpected(NotJson{"too_deep", "the reply is nested too deep to be an answer"});
  if (const auto repaired = repaired_json(body))
    if (const auto root = lenient.parse(*repaired)) return *root;
  return std::unexpected(describe(body));
}

ReplyJson null_json() {
  static dom::parser parser;
  static const ReplyJson null = parser.parse(std::string("null")).value();
  return null;
}

ReplyJson at(ReplyJson object, std::string_view key) {
  auto found = null_json();
  dom::object members;
  if (object.get(members) == simdjson::SUCCESS)
    for (const auto [name, value] : members)
      if (name == key) found = value;
  return found;
}

std::string_view text_of(ReplyJson value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? text : "";
}

std::string_view text_at(ReplyJson object, std::string_view key) {
  return text_of(at(object, key));
}

std::string canonical(ReplyJson value) {
  return nlohmann::json::parse(simdjson::minify(value))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace judge
