#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/files.hpp"
#include "doctor/finding.hpp"
#include "doctor/machine.hpp"
#include "doctor/workload.hpp"

namespace judge {

/// place_of(), or a test's.
using FindPlace = std::function<Result<Place>(const std::filesystem::path&)>;

/// The results: whether they can be written, found out with a small file beside them that is
/// removed again, and whether another process is writing them.
Findings check_results(const std::filesystem::path& results, Files& files, const FindPlace& find);

/// The store: whether it can be written, is on a disk of this machine, and is sound. A large one is
/// looked at for ten seconds.
/// `exclusive`: [run] store_exclusive, with which a network file system is no trouble.
Findings check_store(const std::filesystem::path& store, bool exclusive, Files& files,
                     const FindPlace& find);

/// Whether what the run is expected to write besides what is there fits, on each device. Less than
/// twice as much room is a warning.
Findings check_space(const Config& config, const Workload& work, const FindPlace& find);

/// A file can be made and written beside `path`, and `path` itself, where it is there, opened for
/// writing; its folders need not exist yet. nullopt: it can. The path stays as it is.
std::optional<Finding> unwritable(const std::string& subject, const std::filesystem::path& path,
                                  Files& files, const FindPlace& find);

}  // namespace judge
