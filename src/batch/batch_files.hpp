#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/errors.hpp"
#include "base/files.hpp"
#include "config/config.hpp"

namespace judge {

/// A file of requests, for who hands batches over by other means.
struct RequestFile {
  std::filesystem::path path;
  std::string model;  // the config's name of it
  std::uint64_t requests = 0;
  std::uint64_t bytes = 0;
};

struct Exported {
  std::vector<RequestFile> files;
  std::uint64_t waiting = 0;  // calls that depend on answers which are not there yet
};

/// Writes the calls that a run would make now as batch input files, each within what a provider
/// takes: PATH for the first, then PATH with a number before its ending; with several models also
/// the model's name. Blocking. Fault::usage where a file is there already.
Result<Exported> export_requests(const Config& config, const std::filesystem::path& path,
                                 Files& files);

struct Imported {
  std::uint64_t stored = 0;
  std::uint64_t known = 0;    // no call that this run would make: answered already, or of another
  std::uint64_t errors = 0;   // lines that hold no answer
  std::uint64_t invalid = 0;  // no line of a batch's output
};

/// Takes the answers of a batch's output file into the store, under the keys that the requests had.
/// Blocking.
Result<Imported> import_replies(const Config& config,
                                const std::vector<std::filesystem::path>& outputs, Files& files);

}  // namespace judge
