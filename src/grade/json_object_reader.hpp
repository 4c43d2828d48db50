#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "grade/json_tree.hpp"

namespace judge {

/// A value kept under the best of its keys.
struct RankedValue {
  std::optional<JsonScalar> value;
  std::size_t rank = SIZE_MAX;

  void offer(std::span<const std::string_view> keys, std::string_view key,
             const JsonScalar& offered);
};

struct JsonFinding {
  JsonScalar wanted;
  std::optional<JsonScalar> explanation;
  bool several = false;
};

enum class JsonWant { key, colon, value, comma };

/// An object or array that is open.
struct JsonFrame {
  bool object = true;
  JsonWant want = JsonWant::key;
  std::string_view key;
  RankedValue wanted;
  RankedValue explanation;
  std::optional<JsonFinding> deeper;
  JsonTree tree;

  void adopt(const JsonFinding& finding);
  std::optional<JsonFinding> finding() const;
};

enum class JsonStep { on, closed, truncated, broken };

/// Reads one outermost object.
class JsonObjectReader {
 public:
  /// `keeps_tree`: for tree().
  JsonObjectReader(std::string_view text, std::size_t begin, std::span<const std::string_view> keys,
                   bool keeps_tree)
      : text_(text), at_(begin + 1), keys_(keys), keeps_tree_(keeps_tree), frames_(1) {}

  JsonStep run();

  std::size_t at() const { return std::min(at_, text_.size()); }
  const std::optional<JsonFinding>& finding() const { return finding_; }
  const JsonTree& tree() const { return tree_; }
  std::size_t open_objects() const {
    return static_cast<std::size_t>(std::ranges::count(frames_, true, &JsonFrame::object));
  }

 private:
  JsonStep next();
  JsonStep punctuation(char expected, JsonWant then);
  JsonStep key();
  JsonStep value();
  JsonStep bare();
  JsonStep scalar(const JsonScalar& value, std::size_t end);
  void offer(const JsonScalar& value);
  void keep(JsonTree tree);
  JsonStep open(bool object);
  JsonStep close();

  std::string_view text_;
  std::size_t at_;
  std::span<const std::string_view> keys_;
  bool keeps_tree_;
  std::vector<JsonFrame> frames_;
  JsonTree tree_;
  std::optional<JsonFinding> finding_;
};

}  // namespace judge
