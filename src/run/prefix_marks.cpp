#include "run/prefix_marks.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "dataset/prefix_order.hpp"

namespace judge {
namespace {

constexpr std::size_t marks_an_octave = 4;
constexpr std::size_t fine_marks = 4 * marks_an_octave + 1;  // 4 KiB to 64 KiB
constexpr std::size_t most_marks = fine_marks + 4;           // and to 1 MiB
static_assert(most_marks <= rows::PrefixOrder::most_marks);

constexpr auto lengths = [] {
  std::array<std::size_t, most_marks> lengths{};
  for (std::size_t i = 0; i < fine_marks; ++i)
    lengths[i] =
        (shortest_shared_prefix / marks_an_octave * (marks_an_octave + i % marks_an_octave))
        << (i / marks_an_octave);
  for (std::size_t i = fine_marks; i < most_marks; ++i) lengths[i] = 2 * lengths[i - 1];
  return lengths;
}();
static_assert(lengths[1] == 5120 && lengths.back() == std::size_t{1} << 20);

/// A text that comes in pieces to its marks. Each hash takes in the one before, so that equal marks
/// mean equal text from the beginning on.
class Marker {
 public:
  explicit Marker(std::string_view before) { hasher_.add(before); }

  void add(std::string_view piece) {
    while (!piece.empty() && marks_.size() < lengths.size()) {
      const auto part = piece.substr(0, lengths[marks_.size()] - seen_);
      hasher_.add(part);
      seen_ += part.size();
      piece.remove_prefix(part.size());
      if (seen_ == lengths[marks_.size()]) mark();
    }
  }

  std::vector<std::uint64_t> take() { return std::move(marks_); }

 private:
  void mark() {
    const auto digest = hasher_.finish();
    marks_.push_back(short_digest(digest));
    hasher_ = Hasher();
    hasher_.add({reinterpret_cast<const char*>(digest.data()), digest.size()});
  }

  Hasher hasher_;
  std::size_t seen_ = 0;
  std::vector<std::uint64_t> marks_;
};

}  // namespace

std::vector<std::uint64_t> prefix_marks(const ChatRequest& request) {
  using nlohmann::json;
  const auto text = [](const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  };
  Marker marker(request.format == ReplyFormat::json_schema ? request.schema : "");
  for (const auto& message : request.messages) {
    marker.add(message.role);
    marker.add(":");
    if (message.content.is_string())
      marker.add(message.content.get_ref<const std::string&>());
    else
      marker.add(text(message.content));
    marker.add("\n");
  }
  return marker.take();
}

}  // namespace judge
