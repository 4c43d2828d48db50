#pragma once

#include <initializer_list>
#include <string>

#include "model/dialect.hpp"

namespace judge::test {

/// 2026-11-20T13:00:00Z.
inline constexpr WallTime now{std::chrono::seconds(1'795'179'600)};

HttpReply reply(int status, std::string body, std::initializer_list<Header> headers = {});
std::expected<ChatReply, CallError> decode(const HttpReply& reply);

/// Of a reply that must have no answer in it.
CallError error_of(const HttpReply& reply);
CallError error_of(int status, const std::string& body);
/// Of a reply that must have an answer in it; status 200.
ChatReply answer_of(const std::string& body);

/// A whole chat completion around the JSON of one choice's message.
std::string completion(const std::string& message, const std::string& finish_reason = "stop",
                       const std::string& more = "");

}  // namespace judge::test
