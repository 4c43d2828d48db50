#pragma once

#include <initializer_list>
#include <string>

#include "model/dialect.hpp"

namespace judge::test {

/// Any dialect, as a client uses it: a model as the config would have it, a request on the wire,
/// what a reply means.
class Spoken {
 public:
  explicit Spoken(Provider provider, Api api = Api::chat);

  nlohmann::json body(ReplyFormat format = ReplyFormat::text) const;
  nlohmann::json body(const ChatRequest& request) const;
  std::string url() const;
  /// The values of a header of ours, each with "|" behind it.
  std::string header(const std::string& name) const;

  std::expected<ChatReply, CallError> decode(int status, const std::string& body,
                                             std::initializer_list<Header> headers = {}) const;
  /// Of a reply that must have an answer in it.
  ChatReply answer(const std::string& body) const;
  /// Of a reply that must have none.
  CallError error(int status, const std::string& body,
                  std::initializer_list<Header> headers = {}) const;

  ModelConfig model;
};

/// A system text and a question, for a verdict with its reasons first.
ChatRequest question(ReplyFormat format = ReplyFormat::text);

struct ErrorRow {
  int status;
  const char* body;
  ErrorClass error_class;
  const char* code;
};

void check_errors(const Spoken& spoken, std::initializer_list<ErrorRow> rows);

}  // namespace judge::test
