// [run] and [limits].
#include "base/text.hpp"
#include "config/sections.hpp"
#include "config/shares.hpp"

namespace judge {

namespace fs = std::filesystem;

namespace {

std::string default_name(const Reading& reading) {
  return reading.file().stem().string();
}

// The name becomes part of a file's name.
void check_name(Section& section, std::string& name) {
  if (const auto given = section.line("name")) {
    if (given->find('/') == std::string::npos && *given != "." && *given != "..") {
      name = *given;
    } else {
      section.reading().problem(section.entry("name"),
                                "is a path: the file is given by output, this is only a name");
    }
  }
}

fs::path read_place(Section& section, std::string_view key, const std::string& otherwise) {
  const auto written = section.line(key);
  const fs::path path = section.reading().resolve(written.value_or(otherwise));
  std::error_code ignored;
  if (written && (fs::is_directory(path, ignored) || path.filename().empty())) {
    section.reading().problem(section.entry(key), "is a directory: a file is needed");
  }
  return path;
}

void read_max_failures(Section& section, LimitsConfig& limits) {
  const auto found = section.find("max_failures");
  if (!found) return;
  Reading& reading = section.reading();
  if (found->node->is_integer()) {
    const auto count = section.integer("max_failures", 0);
    if (count) limits.max_failures_count = static_cast<std::uint64_t>(*count);
    return;
  }
  const auto* text = found->node->as_string();
  if (text == nullptr) {
    return wrong_type(reading, *found, "a share such as \"20%\" or a whole number of samples");
  }
  const auto share = parse_share(text->get());
  if (!share) {
    reading.problem(*found, "is not a share: write one such as \"20%\", or a number of samples");
  } else if (!(*share >= 0 && *share <= 1)) {
    reading.problem(*found, "must be from 0% to 100%");
  } else {
    limits.max_failures_share = share;
  }
}

// Samples have to come in random order for what is known at any time to be of all of them.
void check_order(Section& section, Order& order) {
  if (section.has("order") && order != Order::random)
    section.reading().problem(section.entry("order"),
                              "must be \"random\" with stop_when: the samples seen when it stops "
                              "have to be a random choice of all");
  order = Order::random;
}

std::optional<StopWhen> read_stop_when(Section& run, Order& order) {
  auto section = run.table("stop_when");
  if (!section) return std::nullopt;
  StopWhen stop;
  stop.half_width = section->positive("half_width");
  if (const auto written = section->line("compare")) {
    stop.compare = section->reading().resolve(*written);
    std::error_code ignored;
    if (!fs::is_regular_file(*stop.compare, ignored))
      section->reading().problem(
          section->entry("compare"),
          "no such file of results: \"" + section->reading().shown(*written) + "\"");
  }
  if (const auto alpha = section->positive("alpha")) {
    if (*alpha < 1)
      stop.alpha = *alpha;
    else
      section->reading().problem(section->entry("alpha"), "must be below 1");
  }
  section->refuse_unknown();
  if (section->has("half_width") == section->has("compare"))
    run.reading().problem(run.entry("stop_when"),
                          "write { half_width = 0.02 } or { compare = \"results.jsonl\" }");
  check_order(run, order);
  return stop;
}

}  // namespace

RunConfig read_run(Section& root) {
  static const toml::table none;
  Section section = root.table("run").value_or(Section(none, "run", root.reading()));
  RunConfig run;
  run.name = default_name(root.reading());
  check_name(section, run.name);
  run.output = read_place(section, "output", run.name + ".results.jsonl");
  run.store = read_place(section, "store", ".judge/store.db");
  put(run.store_exclusive, section.boolean("store_exclusive"));
  put(run.epochs, section.integer("epochs", 1, 1'000'000));
  put(run.seed, section.integer("seed", 0));
  put(run.drain, section.duration("drain"));
  if (const auto order = section.one_of("order", {"dataset", "prefix", "random"}))
    run.order = *order == "prefix"   ? Order::prefix
                : *order == "random" ? Order::random
                                     : Order::dataset;
  run.stop_when = read_stop_when(section, run.order);
  section.refuse_unknown();
  return run;
}

LimitsConfig read_limits(Section& root) {
  LimitsConfig limits;
  auto section = root.table("limits");
  if (!section) return limits;
  put(limits.usd, section->positive("usd"));
  put(limits.tokens, section->integer("tokens", 1));
  put(limits.deadline, section->duration("deadline"));
  read_max_failures(*section, limits);
  section->refuse_unknown();
  return limits;
}

}  // namespace judge
