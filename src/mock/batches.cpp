#include "mock/batches.hpp"

#include <utility>

namespace judge::mock {
namespace {

/// What stands behind `collection` in a path: nothing, an id, or an id and a verb; nullopt where
/// the path is another one.
std::optional<std::pair<std::string_view, std::string_view>> behind(std::string_view path,
                                                                    std::string_view collection) {
  const auto at = path.find(collection);
  if (at == std::string_view::npos) return std::nullopt;
  auto rest = path.substr(at + collection.size());
  if (rest.empty()) return std::pair(rest, rest);
  if (!rest.starts_with('/')) return std::nullopt;
  rest.remove_prefix(1);
  const auto slash = std::min(rest.find('/'), rest.size());
  return std::pair(rest.substr(0, slash), rest.substr(std::min(slash + 1, rest.size())));
}

}  // namespace

Batches::Batches(BatchSettings settings, std::uint64_t seed, std::string key,
                 BatchShelf::Complete complete)
    : shelf_(settings, seed, std::move(complete)), key_(std::move(key)), seed_(seed) {}

std::optional<Reply> Batches::handle(const HttpRequest& request, WallTime wall) {
  const auto path = request.target.substr(0, request.target.find('?'));
  const auto asked = [&](const auto& parts) {
    return Asked{.http = request, .id = parts->first, .verb = parts->second, .wall = wall};
  };
  if (const auto parts = behind(path, "/messages/batches")) return anthropic(asked(parts));
  if (const auto parts = behind(path, "/batches")) return openai_batches(asked(parts));
  if (const auto parts = behind(path, "/files")) return openai_files(asked(parts));
  return std::nullopt;
}

}  // namespace judge::mock
