#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/screen.hpp"
#include "report/sheet_render.hpp"

namespace judge {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Sheet::Value& value) {
  struct ToJson {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(std::int64_t number) const { return number; }
    Json operator()(double number) const { return number; }  // not finite: dumped as null
    Json operator()(Interval range) const { return Json::array({range.low, range.high}); }
  };
  return std::visit(ToJson(), value);
}

Json row_of(const Sheet& sheet, const std::vector<Sheet::Value>& values) {
  auto row = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) row[sheet.columns[i].key] = json_of(values[i]);
  return row;
}

std::string free_key(const Json& root, const std::string& key) {
  auto free = key;
  for (int number = 2; root.contains(free); ++number) free = fmt::format("{}_{}", key, number);
  return free;
}

}  // namespace

std::string sheets_json(std::span<const Sheet> sheets) {
  auto root = Json::object();
  for (const auto& sheet : sheets) {
    if (sheet.empty()) continue;
    auto rows = Json::array();
    for (const auto& values : sheet.rows) rows.push_back(row_of(sheet, values));
    root[free_key(root, sheet.key)] = {
        {"title", sheet.title}, {"rows", std::move(rows)}, {"remarks", sheet.remarks}};
  }
  constexpr int indent = 2;
  return printable_json(root.dump(indent, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace judge
