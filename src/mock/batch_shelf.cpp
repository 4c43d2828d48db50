#include "mock/batch_shelf.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "mock/number.hpp"

namespace judge::mock {
namespace {

constexpr std::uint64_t kFateSalt = 0x66617465;
constexpr std::uint64_t kLineSalt = 0x6c696e65;

double share(std::uint64_t seed, std::uint64_t counter) {
  return static_cast<double>(random_bits(seed, counter) >> 11) * 0x1.0p-53;
}

}  // namespace

Result<BatchSettings> BatchSettings::read(std::string_view takes, std::string_view faults) {
  BatchSettings settings;
  const auto time = parse_duration(takes);
  if (!time)
    return fail(Fault::usage, fmt::format("batch_time \"{}\": expected a duration such as \"2s\"",
                                          printable(takes, 40)));
  settings.takes = *time;
  while (!faults.empty()) {
    const auto entry = faults.substr(0, faults.find(','));
    faults.remove_prefix(std::min(entry.size() + 1, faults.size()));
    const auto equals = std::min(entry.find('='), entry.size());
    const auto name = entry.substr(0, equals);
    double* into = name == "line"      ? &settings.line
                   : name == "expired" ? &settings.expired
                   : name == "failed"  ? &settings.failed
                                       : nullptr;
    const auto value = read_number(entry.substr(std::min(equals + 1, entry.size())));
    if (!into || !value || *value < 0 || *value > 1)
      return fail(Fault::usage,
                  fmt::format("batch_fail \"{}\": expected line, expired or failed with its share, "
                              "such as line=0.01,expired=0.1",
                              printable(entry, 40)));
    *into = *value;
  }
  return settings;
}

bool is_answered(const BatchItem& item) {
  return item.reply && item.reply->status == 200;
}
bool is_refused(const BatchItem& item) {
  return item.reply && item.reply->status != 200;
}
bool is_left(const BatchItem& item) {
  return !item.reply;
}

std::size_t Batch::count(bool (*kind)(const BatchItem&)) const {
  return static_cast<std::size_t>(std::ranges::count_if(items, kind));
}

Batch& BatchShelf::add(Batch batch, WallTime now) {
  batch.made = now;
  batch.id += fmt::format("{:016x}", random_bits(seed_, batches_.size() + 1));
  return batches_.emplace_back(std::move(batch));
}

Batch* BatchShelf::find(std::string_view id, WallTime now) {
  const auto found = std::ranges::find(batches_, id, &Batch::id);
  if (found == batches_.end()) return nullptr;
  bring_up_to_date(*found, now);
  return &*found;
}

std::vector<const Batch*> BatchShelf::list(std::string_view id_prefix, WallTime now) {
  std::vector<const Batch*> list;
  for (auto& batch : batches_) {
    if (!batch.id.starts_with(id_prefix)) continue;
    bring_up_to_date(batch, now);
    list.push_back(&batch);
  }
  std::ranges::reverse(list);
  return list;
}

void BatchShelf::cancel(Batch& batch) {
  if (batch.ended()) return;
  work(batch, batch.items.size() / 2);
  batch.state = Batch::State::cancelled;
}

void BatchShelf::bring_up_to_date(Batch& batch, WallTime now) {
  if (batch.ended() || now < batch.made + settings_.takes) return;
  const double fate = share(seed_ ^ kFateSalt, short_digest(sha256(batch.id)));
  if (fate < settings_.failed) {
    batch.state = Batch::State::failed;
  } else if (fate < settings_.failed + settings_.expired) {
    work(batch, batch.items.size() / 2);
    batch.state = Batch::State::expired;
  } else {
    work(batch, batch.items.size());
    batch.state = Batch::State::ended;
  }
}

void BatchShelf::work(Batch& batch, std::size_t items) {
  for (std::size_t i = 0; i < items; ++i) {
    auto& item = batch.items[i];
    const bool breaks = share(seed_ ^ kLineSalt, worked_on_++) < settings_.line;
    item.reply = breaks ? Reply{.status = 500,
                                .body = R"({"error":{"message":"The server had an error.",)"
                                        R"("type":"server_error","param":null,"code":null}})"}
                        : complete_(batch.path, item.body);
  }
}

}  // namespace judge::mock
