#pragma once

#include <map>
#include <optional>
#include <string>

#include "mock/batch_shelf.hpp"
#include "mock/dialect.hpp"

namespace judge::mock {

/// OpenAI's files and batches and Anthropic's batches of messages, on one shelf.
class Batches {
 public:
  Batches(BatchSettings settings, std::uint64_t seed, std::string key,
          BatchShelf::Complete complete);

  /// nullopt: no path of theirs.
  std::optional<Reply> handle(const HttpRequest& request, WallTime wall);

 private:
  /// A request and the parts of its path behind the API's own.
  struct Asked {
    const HttpRequest& http;
    std::string_view id;    // "" for the collection
    std::string_view verb;  // "cancel", "content", "results" or ""
    WallTime wall;
    bool get() const { return http.method == "GET"; }
    bool post() const { return http.method == "POST"; }
  };

  Reply openai_files(const Asked& asked);
  Reply openai_batches(const Asked& asked);
  Reply openai_create(const Asked& asked);
  Reply openai_output(std::string_view file, WallTime wall);
  Reply anthropic(const Asked& asked);
  Reply anthropic_create(const Asked& asked);

  BatchShelf shelf_;
  std::string key_;
  std::uint64_t seed_;
  std::map<std::string, std::string, std::less<>> files_;  // by id: what was uploaded
};

}  // namespace judge::mock
