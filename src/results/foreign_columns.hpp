#pragma once

#include <map>
#include <string>
#include <vector>

#include "results/foreign_fields.hpp"
#include "results/foreign_table.hpp"

namespace judge {

/// The columns of a table that is being read, by field and rater.
class ForeignColumns {
 public:
  ForeignColumns(VerdictTable& table, const Mapping& mapping) : table_(table), mapping_(mapping) {}

  /// Of a field, in one of the orders. `rater`: the row's, or "". Columns come to be when they are
  /// asked for.
  struct Place {
    std::size_t field = 0;  // its number in the mapping, people's after the verdicts'
    std::string rater;
    bool swapped = false;

    auto operator<=>(const Place&) const = default;
  };
  std::size_t column(const Place& place, const FieldReader& reader, const std::string& field,
                     bool human, bool both_orders);

  /// False where there is a verdict, or the reason of one, already.
  bool set(std::size_t column, std::size_t line, const FieldCell& cell);

  /// Both orders to one verdict, labels to what they count as, scales.
  void finish(ForeignVerdicts& result);

 private:
  struct Orders {
    std::size_t judge, first, second;
  };
  std::string name_of_verdict(std::size_t number) const;
  std::size_t add(const std::string& name, Column::Rater rater, const FieldReader& reader,
                  bool swapped);
  std::size_t add_orders(const Place& place, const std::string& name, const FieldReader& reader);
  void combine(const Orders& orders);
  Cell combined(const Cell& first, const Cell& second);
  void give_values(std::vector<std::size_t>& without_values);

  VerdictTable& table_;
  const Mapping& mapping_;
  std::map<Place, std::size_t> places_;
  std::vector<Orders> orders_;
  std::vector<std::vector<bool>> taken_;  // by column, then line
};

}  // namespace judge
