#include "dataset/lines.hpp"

namespace judge::rows {

std::optional<Line> Lines::take(std::size_t length, std::size_t consumed) {
  taken_ = consumed;
  return Line{
      .number = ++number_, .text = input_.window().substr(0, length), .offset = input_.position()};
}

Result<std::optional<Line>> Lines::next() {
  input_.consume(taken_);
  taken_ = 0;
  for (std::size_t searched = 0; !over_;) {
    const auto end = input_.window().find('\n', searched);
    if (end != std::string_view::npos) return take(end, end + 1);
    searched = input_.window().size();
    const bool too_long = searched > max_record;
    const auto more = too_long ? false : input_.fill();
    over_ = !more || !*more;
    if (too_long) return fault(file(), number_ + 1, "a line of more than 64 MiB; split it");
    if (!more) return fault(file(), number_ + 1, more.error());
  }
  const auto rest = input_.window().size();
  if (rest == 0 || rest > max_record) return std::nullopt;
  return take(rest, rest);
}

}  // namespace judge::rows
