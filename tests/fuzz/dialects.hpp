// Every dialect there is, whatever they are called.
#pragma once

#include <algorithm>
#include <typeinfo>
#include <vector>

#include "model/dialect.hpp"

namespace judge::test {

struct NamedDialect {
  Provider provider;
  std::unique_ptr<Dialect> dialect;
};

/// Providers are numbered from 0, and several may share a dialect, as a mock and what it mocks do.
inline const std::vector<NamedDialect>& all_dialects() {
  static const auto all = [] {
    constexpr int more_than_there_are = 32;
    std::vector<NamedDialect> found;
    for (int i = 0; i < more_than_there_are; ++i) {
      auto dialect = make_dialect(static_cast<Provider>(i));
      if (!dialect) continue;
      const auto is_it = [&made = *dialect](const NamedDialect& other) {
        const auto& known = *other.dialect;
        return typeid(known) == typeid(made);
      };
      if (std::ranges::none_of(found, is_it))
        found.push_back({static_cast<Provider>(i), std::move(dialect)});
    }
    return found;
  }();
  return all;
}

}  // namespace judge::test
