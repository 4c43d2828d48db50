#include "run/prefix_marks.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace judge;

namespace {

ChatRequest request(std::vector<Message> messages) {
  ChatRequest request;
  request.messages = std::move(messages);
  return request;
}

/// A text that does not repeat itself.
std::string document(std::size_t bytes, char kind = 'a') {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += kind + std::to_string(i) + " ";
  text.resize(bytes);
  return text;
}

std::size_t shared(const ChatRequest& one, const ChatRequest& other) {
  const auto a = prefix_marks(one);
  const auto b = prefix_marks(other);
  const auto [end, ignored] = std::ranges::mismatch(a, b);
  return static_cast<std::size_t>(end - a.begin());
}

constexpr std::size_t before_content = 5;  // "user:"

}  // namespace

TEST_CASE("a short prompt has no mark, and from 4,096 bytes on there are more the longer it is") {
  const auto marks_of = [](std::size_t text) {
    return prefix_marks(request({{"user", document(text - before_content - 1)}})).size();
  };
  CHECK(marks_of(100) == 0);
  CHECK(marks_of(4095) == 0);
  CHECK(marks_of(4096) == 1);
  CHECK(marks_of(5119) == 1);
  CHECK(marks_of(5120) == 2);
  CHECK(marks_of(8192) == 5);
  CHECK(marks_of(65'536) == 17);
  CHECK(marks_of(131'071) == 17);
  CHECK(marks_of(1 << 20) == 21);
  CHECK(marks_of(5 << 20) == 21);
}

TEST_CASE("prompts share the marks of the text they share, and none behind it") {
  const auto text = document(6000);
  const auto one = request({{"user", text + "What is it about?"}});
  CHECK(shared(one, request({{"user", text + "Who wrote it?"}})) == 2);  // 4,096 and 5,120
  CHECK(shared(one, request({{"user", text + "Who wrote it?" + document(9000, 'b')}})) == 2);
  CHECK(shared(one, request({{"user", document(6000, 'b') + "What is it about?"}})) == 0);
  auto early = text;
  early[10] = '!';
  CHECK(shared(one, request({{"user", early}})) == 0);
  auto late = text;
  late[4500] = '!';
  CHECK(shared(one, request({{"user", late}})) == 1);
}

TEST_CASE("marks behind a difference differ, even where the text is the same again") {
  auto text = document(20'000);
  const auto one = prefix_marks(request({{"user", text}}));
  text[4200] = '!';
  const auto other = prefix_marks(request({{"user", text}}));
  REQUIRE(one.size() == other.size());
  CHECK(one[0] == other[0]);
  for (std::size_t i = 1; i < one.size(); ++i) CHECK(one[i] != other[i]);
}

TEST_CASE("roles, where messages end, parts and the schema are of the prefix too") {
  const auto text = document(9000);
  const auto plain = request({{"system", "Grade."}, {"user", text}});
  CHECK(shared(plain, plain) == 5);
  CHECK(shared(plain, request({{"developer", "Grade."}, {"user", text}})) == 0);
  CHECK(shared(plain, request({{"user", "Grade."}, {"user", text}})) == 0);
  const auto parts = request({{"user", {{{"type", "text"}, {"text", text}}}}});
  CHECK(prefix_marks(parts).size() == 5);
  CHECK(shared(parts, request({{"user", {{{"type", "text"}, {"text", text + "!"}}}}})) == 5);
  auto with_schema = plain;
  with_schema.format = ReplyFormat::json_schema;
  with_schema.schema = R"({"type":"object"})";
  CHECK(shared(plain, with_schema) == 0);
}
