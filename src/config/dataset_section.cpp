// [dataset]
#include <fmt/format.h>
#include <unistd.h>

#include "config/sections.hpp"

namespace judge {

namespace fs = std::filesystem;

namespace {

void read_path(Section& section, DatasetConfig& dataset) {
  const auto written = section.line("path");
  if (!written) {
    if (!section.has("path")) section.missing("path", "name the file of samples");
    return;
  }
  dataset.path = section.reading().resolve(*written);
  const Entry entry = section.entry("path");
  const std::string shown = section.reading().shown(*written);
  std::error_code ignored;
  if (!fs::exists(dataset.path, ignored)) {
    section.reading().problem(entry, fmt::format("no such file: \"{}\"", shown));
  } else if (fs::is_directory(dataset.path, ignored)) {
    section.reading().problem(entry, fmt::format("is a directory: \"{}\"", shown));
  } else if (access(dataset.path.c_str(), R_OK) != 0) {
    section.reading().problem(entry, fmt::format("no permission to read \"{}\"", shown));
  }
}

// Any name may be mapped, not the standard ones only: a template may ask for it.
void read_fields(Section& section, DatasetConfig& dataset) {
  auto fields = section.table("fields");
  if (!fields) return;
  for (const auto& [entry, name] : fields->entries()) {
    if (name.empty() || has_control_character(name)) {
      section.reading().problem(entry, "is no name for a field");
    } else if (auto column = read_line(section.reading(), entry)) {
      dataset.fields[name] = std::move(*column);
    }
  }
}

// "id" may be given in both places; two different columns cannot both be it.
void settle_id(Section& section, DatasetConfig& dataset) {
  const auto mapped = dataset.fields.find("id");
  if (mapped == dataset.fields.end()) return;
  if (!dataset.id) {
    dataset.id = mapped->second;
  } else if (*dataset.id != mapped->second) {
    section.reading().problem(section.entry("id"), "is not the column that fields.id names");
  }
}

void read_metadata(Section& section, DatasetConfig& dataset) {
  for (const auto& [entry, text] :
       section.strings("metadata").value_or(std::vector<Section::Text>())) {
    if (auto column = read_line(section.reading(), entry)) {
      dataset.metadata.push_back(std::move(*column));
    }
  }
}

}  // namespace

DatasetConfig read_dataset(Section& root) {
  DatasetConfig dataset;
  auto section = root.table("dataset");
  if (!root.has("dataset")) {
    root.reading().problem(Entry{nullptr, "dataset"},
                           "missing; add [dataset] with the path of a file of samples");
  }
  if (!section) return dataset;
  read_path(*section, dataset);
  put(dataset.id, section->line("id"));
  read_fields(*section, dataset);
  settle_id(*section, dataset);
  read_metadata(*section, dataset);
  put(dataset.cluster, section->line("cluster"));
  put(dataset.limit, section->integer("limit", 0));
  put(dataset.sample, section->integer("sample", 0));
  section->refuse_unknown();
  return dataset;
}

}  // namespace judge
