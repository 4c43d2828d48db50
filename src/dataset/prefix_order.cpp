#include "dataset/prefix_order.hpp"

#include <algorithm>
#include <vector>

namespace judge::rows {

std::size_t PrefixOrder::length(const Record& record) {
  return static_cast<std::size_t>(std::ranges::find(record.key, std::uint64_t{0}) -
                                  record.key.begin());
}

/// How many groups both are in.
std::size_t PrefixOrder::shared(const Record& one, const Record& other) {
  const auto [end, ignored] = std::ranges::mismatch(one.key, other.key);
  return std::min(length(one), static_cast<std::size_t>(end - one.key.begin()));
}

Result<> PrefixOrder::add(std::span<const std::uint64_t> marks, std::uint64_t place) {
  Record record{.key = {}, .place = place};
  if (marks.empty()) return add_by_firsts(record, {});
  any_marks_ = true;
  const auto used = marks.first(std::min(marks.size(), most_marks));
  std::ranges::transform(used, record.key.begin(),
                         [](std::uint64_t mark) { return std::max<std::uint64_t>(mark, 1); });
  return by_marks_.add(record);
}

Result<> PrefixOrder::seal() {
  if (any_marks_) {
    auto trail = ScratchFile::make(*files_);
    if (!trail) return std::unexpected(std::move(trail.error()));
    if (auto gone = go_forwards(*trail); !gone) return gone;
    if (auto back = go_back(*trail); !back) return back;
    by_marks_ = ExternalSort<Record>(*files_, 1);  // its file is of no more use
  }
  return by_firsts_.seal();
}

Result<> PrefixOrder::go_forwards(ScratchFile& trail) {
  if (auto sealed = by_marks_.seal(); !sealed) return sealed;
  Step step;
  while (true) {
    auto record = by_marks_.next();
    if (!record) return std::unexpected(std::move(record.error()));
    if (!*record) return trail.flush();
    const auto common = shared(step.record, **record);
    for (std::size_t i = 0; i < most_marks; ++i)
      step.firsts[i] = i < common ? std::min(step.firsts[i], (*record)->place) : (*record)->place;
    step.record = **record;
    const auto* bytes = reinterpret_cast<const char*>(&step);
    if (auto written = trail.append({bytes, sizeof step}); !written) return written;
  }
}

Result<> PrefixOrder::go_back(ScratchFile& trail) {
  constexpr std::size_t at_once = 256;
  std::vector<Step> steps;
  std::array<std::uint64_t, most_marks> firsts{};
  Record behind;
  for (auto left = static_cast<std::size_t>(trail.size() / sizeof(Step)); left > 0;) {
    steps.resize(std::min(left, at_once));
    left -= steps.size();
    const auto bytes = std::as_writable_bytes(std::span(steps));
    if (auto read =
            trail.read(left * sizeof(Step), {reinterpret_cast<char*>(bytes.data()), bytes.size()});
        !read)
      return read;
    for (; !steps.empty(); steps.pop_back()) {
      const auto& [record, so_far] = steps.back();
      // The groups that end here have been gone through.
      for (auto i = shared(record, behind); i < most_marks; ++i) firsts[i] = so_far[i];
      behind = record;
      if (auto added = add_by_firsts(record, std::span(firsts).first(length(record))); !added)
        return added;
    }
  }
  return {};
}

Result<> PrefixOrder::add_by_firsts(const Record& record, std::span<const std::uint64_t> firsts) {
  Record again{.key = {}, .place = record.place};
  // 0 is the end of a key.
  const auto after_zero = [](std::uint64_t place) { return place + 1; };
  std::ranges::transform(firsts, again.key.begin(), after_zero);
  if (firsts.size() < most_marks) again.key[firsts.size()] = after_zero(record.place);
  return by_firsts_.add(again);
}

Result<std::optional<std::uint64_t>> PrefixOrder::next() {
  auto record = by_firsts_.next();
  if (!record) return std::unexpected(std::move(record.error()));
  if (!*record) return std::nullopt;
  return (*record)->place;
}

}  // namespace judge::rows
