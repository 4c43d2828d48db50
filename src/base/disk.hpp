#pragma once

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/errors.hpp"

namespace judge {

/// What a person can do about a system call's errno, to be put behind its sentence ("; free some
/// space there and run again"); "" where nobody knows.
std::string_view disk_advice(int error);

/// "cannot write /r.jsonl: No space left on device; free some space there and run again".
std::unexpected<Error> disk_fault(std::string_view doing, const std::filesystem::path& path,
                                  std::error_code cause);
/// Of errno.
std::unexpected<Error> disk_fault(std::string_view doing, const std::filesystem::path& path);

/// A system call again while signals interrupt it.
template <class Call>
auto uninterrupted(Call call) {
  auto outcome = call();
  while (outcome < 0 && errno == EINTR) outcome = call();
  return outcome;
}

/// Where the path's last name stands.
std::filesystem::path directory_of(const std::filesystem::path& path);

/// Names are durable only once their directory is.
Result<> sync_directory(const std::filesystem::path& directory);

/// Makes those that are missing, and their names durable.
Result<> make_directories(const std::filesystem::path& directory);

}  // namespace judge
