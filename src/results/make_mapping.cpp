#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "results/mapping_options.hpp"

namespace judge {
namespace {

/// In the order of FieldForm.
constexpr std::array<std::string_view, 8> form_names{"score",    "label", "prefer",   "text",
                                                     "logprobs", "exact", "includes", "numeric"};

using Wrong = std::unexpected<Error>;

Wrong wrong(std::string_view option, std::string_view value, std::string_view what) {
  return fail(Fault::usage, fmt::format("--{} {}: {}", option, printable(value, 60), what));
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// "good=1" at its last =: labels may hold one.
std::optional<std::pair<std::string_view, std::string_view>> halves(std::string_view text,
                                                                    bool last) {
  const auto at = last ? text.rfind('=') : text.find('=');
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(text.substr(0, at), text.substr(at + 1));
}

class Maker {
 public:
  explicit Maker(const MappingValues& values) : values_(values) {}

  Result<Mapping> make() {
    take_fields();
    take_verdicts();
    for (const auto take : {&Maker::take_swapped, &Maker::take_scale, &Maker::take_values,
                            &Maker::take_codes, &Maker::take_words, &Maker::take_people})
      if (const auto done = (this->*take)(); !done) return std::unexpected(done.error());
    return std::move(mapping_);
  }

 private:
  const std::vector<std::string>& all(const std::string& name) const {
    static const std::vector<std::string> none;
    const auto found = values_.find(name);
    return found == values_.end() ? none : found->second;
  }
  std::string one(const std::string& name, const std::string& otherwise = "") const {
    return all(name).empty() ? otherwise : all(name).back();
  }
  bool flag(const std::string& name) const { return one(name) == "true"; }

  void take_fields() {
    mapping_.rows = one("rows");
    mapping_.id = one("id");
    mapping_.epoch = one("epoch");
    mapping_.model = one("model");
    mapping_.cluster = one("cluster");
    mapping_.a = one("a");
    mapping_.b = one("b");
    mapping_.answer = one("answer");
    mapping_.answer_b = one("answer-b");
    mapping_.rater = one("rater");
    mapping_.by = all("by");
    mapping_.family = one("family", "auto");
    mapping_.swap_undone = flag("swap-undone");
    mapping_.both_orders = flag("both-orders");
    mapping_.ignore_case = flag("ignore-case");
    for (const auto& text : all("null")) mapping_.nulls.insert(text);
  }

  void take_verdicts() {
    for (std::size_t form = 0; form < form_names.size(); ++form)
      for (const auto& field : all(std::string(form_names[form])))
        mapping_.verdicts.push_back(
            {.form = static_cast<FieldForm>(form), .field = field, .swapped = {}});
  }

  /// The i-th of them goes with the i-th verdict about a pair.
  Result<> take_swapped() {
    auto next = mapping_.verdicts.begin();
    for (const auto& field : all("swapped")) {
      next = std::find_if(next, mapping_.verdicts.end(), [](const FieldVerdict& verdict) {
        return verdict.form == FieldForm::prefer || verdict.form == FieldForm::text ||
               verdict.form == FieldForm::logprobs;
      });
      if (next == mapping_.verdicts.end())
        return wrong("swapped", field,
                     "goes with a --prefer, --text or --logprobs, and there is none left for it");
      (next++)->swapped = field;
    }
    return {};
  }

  Result<> take_scale() {
    const auto text = one("scale");
    if (text.empty()) return {};
    const auto comma = text.find(',');
    const auto low = number(trim(std::string_view(text).substr(0, comma)));
    const auto high = comma == std::string::npos
                          ? std::nullopt
                          : number(trim(std::string_view(text).substr(comma + 1)));
    if (!low || !high || *low >= *high)
      return wrong("scale", text, "is to be the lowest and the highest score, such as 1,10");
    mapping_.scale = std::pair(*low, *high);
    return {};
  }

  Result<> take_values() {
    for (const auto& text : all("value")) {
      const auto parts = halves(text, true);
      const auto value = parts ? number(trim(parts->second)) : std::nullopt;
      if (!value || trim(parts->first).empty())
        return wrong("value", text, "is to be a label and its number, such as good=1");
      mapping_.values.push_back({.label = std::string(trim(parts->first)), .value = *value});
    }
    return {};
  }

  Result<> take_codes() {
    for (const auto& text : all("code")) {
      const auto parts = halves(text, false);
      const auto who = parts ? lower(trim(parts->first)) : "";
      if (who != "a" && who != "b" && who != "tie" && who != "null")
        return wrong("code", text, "is to be a, b, tie or null and its codes, such as tie=0,1.5");
      auto rest = parts->second;
      while (true) {
        const auto comma = rest.find(',');
        const auto code = lower(trim(rest.substr(0, comma)));
        const auto [known, fresh] = mapping_.codes.try_emplace(code, who);
        if (!fresh && known->second != who)
          return wrong("code", text,
                       fmt::format("{} is said to be {} too", printable(code, 40), known->second));
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 1);
      }
    }
    return {};
  }

  Result<> take_words() {
    mapping_.conflict = one("conflict", "last");
    if (mapping_.conflict != "last" && mapping_.conflict != "first" && mapping_.conflict != "null")
      return wrong("conflict", mapping_.conflict, "is to be last, first or null");
    const auto inconsistent = one("inconsistent", "tie");
    if (inconsistent != "tie" && inconsistent != "half" && inconsistent != "drop")
      return wrong("inconsistent", inconsistent, "is to be tie, half or drop");
    mapping_.on_inconsistent = inconsistent == "tie"    ? OnInconsistent::tie
                               : inconsistent == "half" ? OnInconsistent::half
                                                        : OnInconsistent::drop;
    const auto tolerance = one("tolerance", "0");
    const auto value = number(tolerance);
    if (!value || *value < 0) return wrong("tolerance", tolerance, "is to be a number, 0 or more");
    mapping_.tolerance = *value;
    return {};
  }

  Result<> take_people() {
    mapping_.human = all("human");
    mapping_.human_file = one("human-file");
    mapping_.human_id = one("human-id");
    const auto kind = one("kind");
    if (kind == "score") mapping_.kind = FieldForm::score;
    if (kind == "label") mapping_.kind = FieldForm::label;
    if (kind == "prefer") mapping_.kind = FieldForm::prefer;
    if (!kind.empty() && !mapping_.kind)
      return wrong("kind", kind, "is to be score, label or prefer");
    return check_whole();
  }

  Result<> check_whole() const {
    if (mapping_.verdicts.empty() && mapping_.human.empty())
      return fail(Fault::usage,
                  "nothing says where the verdicts are; name a field with --score, --label, "
                  "--prefer, --text, --logprobs, --exact, --includes, --numeric or --human");
    if (mapping_.verdicts.empty() && !mapping_.kind)
      return fail(Fault::usage,
                  "with --human alone, --kind is to say what it is: score, label or prefer");
    if (!mapping_.human_file.empty() && mapping_.human.empty())
      return fail(Fault::usage, "--human-file: name a field of it with --human");
    if (mapping_.a.empty() != mapping_.b.empty())
      return fail(Fault::usage, "--a and --b name the two models of a pair: give both, or none");
    if (!mapping_.a.empty() && !mapping_.model.empty())
      return fail(Fault::usage, "--model and --a are the same thing: leave one out");
    if (mapping_.both_orders && mapping_.a.empty())
      return fail(Fault::usage, "--both-orders takes --a and --b, by which it knows the pair");
    return {};
  }

  const MappingValues& values_;
  Mapping mapping_;
};

}  // namespace

std::string_view name_of(FieldForm form) {
  return form_names[static_cast<std::size_t>(form)];
}

Result<Mapping> make_mapping(const MappingValues& values) {
  return Maker(values).make();
}

}  // namespace judge
