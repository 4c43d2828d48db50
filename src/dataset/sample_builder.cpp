#include "dataset/sample_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/hash.hpp"
#include "base/json_path.hpp"
#include "base/text.hpp"
#include "dataset/batch_line.hpp"
#include "dataset/input.hpp"

namespace judge::rows {

namespace {

using nlohmann::json;

// As JSON with its keys sorted and no spaces: neither order nor formatting in the file matters, and
// anyone can compute the id again.
std::string hash_id(const json& row) {
  return hex(sha256(row.dump()), 8);
}

// CBOR and not JSON's text, whose escaping of every string would take longer than parsing the row.
Digest digest_of(std::string_view id, const json& fields) {
  const auto bytes = json::to_cbor(fields);
  return Hasher()
      .add(id)
      .add(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()))
      .finish();
}

std::string no_column(const json& row, std::string_view path, std::string_view key) {
  const auto names = key_paths(row, path.contains('.'));
  const auto near = nearest(path, names);
  return fmt::format("{}: this row has no column \"{}\"{} It has: {}", key, printable(path, 60),
                     near ? fmt::format(", did you mean \"{}\"?", printable(*near, 60)) : ".",
                     show_names(key_paths(row, false)));
}

}  // namespace

Result<const json*> SampleBuilder::column(const Row& row, std::string_view path,
                                          std::string_view key) const {
  if (const auto* found = find_path(row.value, path)) return found;
  return fault(config_.path, row.line, no_column(row.value, path, key));
}

Result<std::string> SampleBuilder::id_text(const Row& row, const json& value,
                                           std::string_view column) const {
  const auto wrong = [&](std::string_view what) {
    return fault(config_.path, row.line,
                 fmt::format("the id in column \"{}\" {}; an id is a non-empty string or a number",
                             printable(column, 60), what));
  };
  if (value.is_number()) return value.dump();
  if (!value.is_string())
    return wrong(value.is_null() ? "is null" : fmt::format("is of type {}", value.type_name()));
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty()) return wrong("is empty");
  if (text.contains('\0')) return wrong("holds a NUL byte");
  return text;
}

Result<SampleBuilder::Id> SampleBuilder::id_of(const Row& row) const {
  const auto from = [&](const json& value, std::string_view column) -> Result<Id> {
    auto text = id_text(row, value, column);
    if (!text) return std::unexpected(std::move(text.error()));
    return Id{.text = std::move(*text)};
  };
  if (config_.id) {
    const auto value = column(row, *config_.id, "dataset.id");
    if (!value) return std::unexpected(value.error());
    return from(**value, *config_.id);
  }
  if (is_batch_line(row.value)) return from(row.value["custom_id"], "custom_id");
  if (const auto id = row.value.find("id"); id != row.value.end()) return from(*id, "id");
  return Id{.text = hash_id(row.value), .is_hash = true};
}

Result<json> SampleBuilder::metadata_of(const Row& row) const {
  auto metadata = json::object();
  for (const auto& name : config_.metadata) {
    const auto value = column(row, name, "dataset.metadata");
    if (!value) return std::unexpected(value.error());
    metadata[name] = **value;
  }
  if (!config_.metadata.empty()) return metadata;
  const auto own = row.value.find("metadata");
  return own != row.value.end() && own->is_object() ? *own : metadata;
}

Result<> SampleBuilder::add_standard_names(Row& row) const {
  // All are looked up before any is set: { input = "output", output = "input" } swaps.
  std::vector<std::pair<std::string_view, json>> found;
  for (const auto& [name, path] : config_.fields) {
    const auto value = column(row, path, "dataset.fields." + name);
    if (!value) return std::unexpected(value.error());
    if (name != path) found.emplace_back(name, **value);
  }
  if (is_batch_line(row.value)) unfold_batch_line(row.value);
  for (auto& [name, value] : found) row.value[std::string(name)] = std::move(value);
  return {};
}

Result<BuiltSample> SampleBuilder::build(Row row) const {
  auto id = id_of(row);
  if (!id) return std::unexpected(std::move(id.error()));
  auto metadata = metadata_of(row);
  if (!metadata) return std::unexpected(std::move(metadata.error()));
  if (auto named = add_standard_names(row); !named) return std::unexpected(named.error());
  const auto digest = digest_of(id->text, row.value);
  return BuiltSample{.sample = {.id = std::move(id->text),
                                .index = 0,
                                .line = row.line,
                                .offset = row.offset,
                                .fields = std::move(row.value),
                                .metadata = std::move(*metadata),
                                .digest = digest},
                     .id_is_hash = id->is_hash};
}

}  // namespace judge::rows
