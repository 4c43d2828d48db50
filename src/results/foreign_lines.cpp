#include "results/foreign_lines.hpp"

#include <fmt/format.h>

#include "base/json_path.hpp"
#include "base/text.hpp"
#include "results/foreign_text.hpp"

namespace judge {
namespace {

using Text = std::expected<std::string, std::string>;

Text text_of(const Row& row, std::string_view option, const std::string& field) {
  const auto* value = find_path(row.value, field);
  if (!value) return std::unexpected(no_field(row, option, field));
  const auto text = name_text(*value);
  if (text && !text->empty()) return *text;
  return std::unexpected(fmt::format("--{} {}: is to be a text or a number, and this is {}", option,
                                     printable(field, 60), text ? "empty" : value->type_name()));
}

/// "" where the mapping has no such field.
Text optional_text(const Row& row, std::string_view option, const std::string& field) {
  return field.empty() ? Text(std::string()) : text_of(row, option, field);
}

std::expected<std::uint32_t, std::string> epoch_of(const Row& row, const Mapping& mapping) {
  if (mapping.epoch.empty()) return 0;
  const auto text = text_of(row, "epoch", mapping.epoch);
  if (!text) return std::unexpected(text.error());
  const auto number = whole_number(*text);
  constexpr double most = 4'000'000'000;
  if (!number || *number < 0 || *number > most || *number != std::trunc(*number))
    return std::unexpected(fmt::format("--epoch {}: is to be a whole number, 0 or more",
                                       printable(mapping.epoch, 60)));
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

std::string no_field(const Row& row, std::string_view option, std::string_view field,
                     std::string_view who) {
  const auto names = key_paths(row.value, field.contains('.'));
  const auto near = nearest(field, names);
  return fmt::format("--{} {}: {} has no such field{}; there are: {}", option, printable(field, 60),
                     who, near ? fmt::format(", did you mean \"{}\"?", printable(*near, 60)) : "",
                     show_names(key_paths(row.value, false)));
}

std::expected<RowKey, std::string> key_of(const Row& row, std::uint64_t number,
                                          const Mapping& mapping) {
  const bool has_id = !mapping.id.empty() || row.value.contains("id");
  const auto id = has_id ? text_of(row, "id", mapping.id.empty() ? "id" : mapping.id)
                         : Text(fmt::format("{}", number));
  const auto epoch = epoch_of(row, mapping);
  const bool pair = !mapping.a.empty();
  const auto model =
      pair ? text_of(row, "a", mapping.a) : optional_text(row, "model", mapping.model);
  const auto other = optional_text(row, "b", mapping.b);
  for (const auto* text : {&id, &model, &other})
    if (!*text) return std::unexpected(text->error());
  if (!epoch) return std::unexpected(epoch.error());
  return RowKey{.id = *id, .epoch = *epoch, .models = {.a = *model, .b = *other}};
}

std::size_t LineIndex::Hash::operator()(const Numbers& numbers) const {
  std::size_t hash = 0;
  for (const auto number : numbers) hash = (hash ^ number) * 0x9E3779B97F4A7C15ull + (hash >> 29);
  return hash;
}

LineIndex::Found LineIndex::at(const RowKey& key, bool either_order) {
  const auto id = table_.ids.add(key.id);
  const auto a = table_.models.add(key.models.a);
  const auto b = key.models.b.empty() ? no_name : table_.models.add(key.models.b);
  if (either_order)
    if (const auto found = lines_.find({id, key.epoch, b, a}); found != lines_.end() && a != b)
      return {.line = found->second, .fresh = false, .turned = true};
  const auto [entry, fresh] = lines_.try_emplace({id, key.epoch, a, b}, table_.lines.size());
  if (fresh) table_.add_line({.id = id, .epoch = key.epoch, .model = a, .against = b});
  return {.line = entry->second, .fresh = fresh, .turned = false};
}

}  // namespace judge
