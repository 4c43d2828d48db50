#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace judge {

enum class Align { left, right };

/// Columns of text, two spaces apart, each as wide as its widest cell. A column empty in every row
/// is left out, and so is the head where no column has a title.
class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Cells are already printable; missing ones are empty, surplus ones a bug.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// Every line begins with `indent`, has no trailing spaces and ends with a newline.
  std::string text(std::string_view indent, bool color) const;

 private:
  std::vector<std::size_t> widths() const;
  std::string line(const std::vector<std::string>& cells,
                   const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace judge
