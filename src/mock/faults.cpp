#include "mock/faults.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "base/random.hpp"
#include "base/text.hpp"
#include "mock/number.hpp"

namespace judge::mock {
namespace {

constexpr std::uint64_t kSalt = 0x6661756c7473;

constexpr std::array<std::pair<std::string_view, FaultKind>, 9> kNames{{
    {"reset", FaultKind::reset},
    {"stall", FaultKind::stall},
    {"garbage", FaultKind::garbage},
    {"empty", FaultKind::empty},
    {"billing", FaultKind::billing},
    {"refusal", FaultKind::refusal},
    {"length", FaultKind::length},
    {"nousage", FaultKind::nousage},
    {"unreadable", FaultKind::unreadable},
}};

std::optional<FaultChoice> find(std::string_view name) {
  unsigned status = 0;
  const char* end = name.data() + name.size();
  if (const auto [stop, error] = std::from_chars(name.data(), end, status);
      error == std::errc{} && stop == end && status >= 400 && status <= 599) {
    return FaultChoice{FaultKind::status, status};
  }
  for (const auto& [known, kind] : kNames)
    if (known == name) return FaultChoice{kind, 0};
  return std::nullopt;
}

std::unexpected<Error> unknown(std::string_view name) {
  std::vector<std::string> names;
  names.reserve(kNames.size());
  for (const auto& entry : kNames) names.emplace_back(entry.first);
  const auto near = nearest(name, names);
  return fail(Fault::usage,
              fmt::format("fail: \"{}\" is no known fault{}; known are {} and the HTTP statuses "
                          "400 to 599, as in 500=0.01,reset=0.005",
                          printable(name, 40),
                          near ? fmt::format(" (did you mean \"{}\"?)", *near) : std::string(),
                          fmt::join(names, ", ")));
}

Result<std::pair<FaultChoice, double>> read_entry(std::string_view entry) {
  const auto equals = entry.find('=');
  const std::string_view name = trim(entry.substr(0, equals));
  const auto choice = find(name);
  if (!choice) return unknown(name);
  const auto probability =
      equals == std::string_view::npos ? std::nullopt : read_number(trim(entry.substr(equals + 1)));
  if (!probability || *probability < 0 || *probability > 1)
    return fail(Fault::usage,
                fmt::format("fail: \"{}\": expected a probability from 0 to 1, as in {}=0.01",
                            printable(entry, 60), name));
  return std::pair{*choice, *probability};
}

}  // namespace

Result<Faults> Faults::parse(std::string_view text) {
  Faults faults;
  double sum = 0;
  for (std::string_view rest = trim(text); !rest.empty();) {
    const auto comma = rest.find(',');
    const auto entry = read_entry(rest.substr(0, comma));
    if (!entry) return std::unexpected(entry.error());
    const auto& [choice, probability] = *entry;
    for (const Entry& other : faults.entries_)
      if (other.choice.kind == choice.kind && other.choice.status == choice.status)
        return fail(Fault::usage, fmt::format("fail: \"{}\" is named twice",
                                              printable(trim(rest.substr(0, comma)), 60)));
    faults.entries_.push_back({choice, sum += probability});
    rest = comma == std::string_view::npos ? "" : trim(rest.substr(comma + 1));
  }
  // Ten times 0.1 is a little over 1.
  if (sum > 1 + 1e-9)
    return fail(Fault::usage,
                fmt::format("fail: the probabilities sum to {:.3g}; at most 1 is possible", sum));
  return faults;
}

FaultChoice Faults::draw(std::uint64_t seed, std::uint64_t request) const {
  if (entries_.empty()) return {};
  const double at = Random(random_bits(seed ^ kSalt, request)).uniform();
  const auto hit = std::ranges::find_if(entries_, [at](const Entry& e) { return at < e.upto; });
  return hit == entries_.end() ? FaultChoice{} : hit->choice;
}

}  // namespace judge::mock
