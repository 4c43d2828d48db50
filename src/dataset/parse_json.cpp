#include "dataset/parse_json.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "dataset/fast_json.hpp"

namespace judge::rows {

namespace {

using nlohmann::json;

// nlohmann's own builder knows no depth limit and lets the last of equal keys win.
class Builder {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  bool null() { return add(nullptr); }
  bool boolean(bool value) { return add(value); }
  bool number_integer(number_integer_t value) { return add(value); }
  bool number_unsigned(number_unsigned_t value) { return add(value); }
  bool number_float(number_float_t value, const string_t&) { return add(value); }
  bool string(string_t& value) { return add(value); }
  bool binary(binary_t&) { return false; }  // JSON text has none
  bool start_object(std::size_t) { return open(json::object()); }
  bool start_array(std::size_t) { return open(json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(string_t& name) {
    auto [member, fresh] = open_.back()->get_ref<json::object_t&>().try_emplace(name);
    if (!fresh)
      return refuse(0, fmt::format("the key \"{}\" stands twice in one object; keep one",
                                   printable(name, 60)));
    slot_ = &member->second;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const json::exception& error) {
    std::string_view what = error.what();
    what.remove_prefix(what.find("] ") + 2);  // "[json.exception.parse_error.101] "
    if (what.starts_with("parse error at line")) what.remove_prefix(what.find(": ") + 2);
    return refuse(position > 0 ? position - 1 : 0, "broken JSON: " + printable(what, 250));
  }

  json root;
  JsonFault fault;

 private:
  json* put(json value) {
    if (open_.empty()) return &(root = std::move(value));
    if (open_.back()->is_object()) return &(*slot_ = std::move(value));
    auto& array = open_.back()->get_ref<json::array_t&>();
    array.push_back(std::move(value));
    return &array.back();
  }

  bool add(json value) {
    put(std::move(value));
    return true;
  }

  bool open(json container) {
    if (open_.size() == max_depth)
      return refuse(0, fmt::format("JSON nested deeper than {} levels", max_depth));
    open_.push_back(put(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool refuse(std::size_t offset, std::string what) {
    fault = {.offset = offset, .what = std::move(what)};
    return false;
  }

  std::vector<json*> open_;  // the containers around the present place, outermost first
  json* slot_ = nullptr;     // of the key just read
};

}  // namespace

std::expected<json, JsonFault> parse_json(std::string_view text) {
  if (auto value = parse_json_fast(text)) return std::move(*value);
  Builder builder;
  if (json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root);
  if (const auto bad = invalid_utf8(text))
    return std::unexpected(
        JsonFault{.offset = *bad,
                  .what = fmt::format("invalid UTF-8 (byte 0x{:02x}); save the file as UTF-8",
                                      static_cast<unsigned char>(text[*bad]))});
  return std::unexpected(std::move(builder.fault));
}

}  // namespace judge::rows
