#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "dataset/formats.hpp"

namespace judge::rows {

namespace {

constexpr std::string_view spaces = " \t\r\n";

// Finds where an element ends; whether what lies between is JSON is the parser's business.
class ElementEnd {
 public:
  /// Looks at the byte; true when it is the element's last.
  bool see(char byte) {
    if (in_string_) {
      if (escaped_)
        escaped_ = false;
      else if (byte == '\\')
        escaped_ = true;
      else if (byte == '"')
        in_string_ = false;
      return false;
    }
    if (byte == '"') in_string_ = true;
    if (byte == '{' || byte == '[') ++depth_;
    if (byte == '}' || byte == ']') return --depth_ == 0;
    return false;
  }

 private:
  std::uint64_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
};

/// [ {…}, {…} ], one element in memory at a time.
class JsonArrayReader : public RowReader {
 public:
  explicit JsonArrayReader(Input input) : input_(std::move(input)) {}

  Result<std::optional<Row>> next() override {
    if (over_) return std::nullopt;
    auto row = element();
    if (!row && !in_element_) over_ = true;
    return row;
  }

 private:
  std::unexpected<Error> refuse(std::string_view what) {
    over_ = true;
    return fault(input_.file(), line_, what);
  }

  void consume(std::size_t bytes) {
    line_ += static_cast<std::uint64_t>(std::ranges::count(input_.window().substr(0, bytes), '\n'));
    input_.consume(bytes);
  }

  /// The next byte that is no space, not consumed; nullopt at the end.
  Result<std::optional<char>> peek() {
    for (;;) {
      const auto window = input_.window();
      const auto found = window.find_first_not_of(spaces);
      consume(std::min(found, window.size()));
      if (found != std::string_view::npos) return input_.window().front();
      const auto more = input_.fill();
      if (!more) return refuse(more.error());
      if (!*more) return std::nullopt;
    }
  }

  Result<std::optional<Row>> element() {
    in_element_ = false;
    auto byte = begun_ ? separator() : opening();
    if (!byte) return std::unexpected(std::move(byte.error()));
    if (!*byte) return std::nullopt;
    if (**byte != '{') return not_an_object(**byte);
    return object();
  }

  /// The first byte of the first element; nullopt for an empty array or file.
  Result<std::optional<char>> opening() {
    auto byte = peek();
    if (!byte || !*byte) return byte;
    if (**byte == '{')
      return refuse(
          "a .json dataset is one array of objects, [{…}, {…}], and this begins with an object; if "
          "there is an object a line, name the file .jsonl; if the rows are inside, as in "
          "{\"data\": […]}, take them out: jq -c '.data[]' FILE > rows.jsonl");
    if (**byte != '[') return refuse("a .json dataset is one array of objects, [{…}, {…}]");
    begun_ = true;
    consume(1);
    byte = peek();
    if (byte && !*byte) return cut_short();
    if (byte && **byte == ']') return closing();
    return byte;
  }

  Result<std::optional<char>> separator() {
    auto byte = peek();
    if (!byte) return byte;
    if (!*byte) return cut_short();
    if (**byte == ']') return closing();
    if (**byte != ',')
      return refuse(fmt::format("broken JSON: , or ] is wanted behind an element, and this is {}",
                                printable(std::string_view(&**byte, 1))));
    consume(1);
    byte = peek();
    if (byte && !*byte) return cut_short();
    return byte;
  }

  std::unexpected<Error> cut_short() {
    return refuse("the array has no closing ]: the file was cut short");
  }

  Result<std::optional<char>> closing() {
    consume(1);
    over_ = true;
    auto byte = peek();
    if (byte && *byte) return refuse("broken JSON: something follows the closing ] of the array");
    return byte;
  }

  std::unexpected<Error> not_an_object(char byte) {
    return refuse(
        fmt::format("every element of the array is to be an object, {{…}}; this one "
                    "begins with {}",
                    printable(std::string_view(&byte, 1))));
  }

  Result<std::optional<Row>> object() {
    ElementEnd end;
    for (std::size_t seen = 0;;) {
      const auto window = input_.window();
      while (seen < window.size())
        if (end.see(window[seen++])) return row(seen);
      if (seen > max_record) return refuse("an element of more than 64 MiB; split it");
      const auto more = input_.fill();
      if (!more) return refuse(more.error());
      if (!*more) return refuse("this object is not closed: the file was cut short");
    }
  }

  Result<std::optional<Row>> row(std::size_t size) {
    in_element_ = true;  // its fault is its own: the next element can still be read
    auto row = parse_row(input_.file(), line_, input_.window().substr(0, size));
    consume(size);
    return row;
  }

  Input input_;
  std::uint64_t line_ = 1;
  bool begun_ = false;
  bool in_element_ = false;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<RowReader> read_json_array(Input input) {
  return std::make_unique<JsonArrayReader>(std::move(input));
}

}  // namespace judge::rows
