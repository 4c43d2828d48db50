#pragma once

#include <doctest/doctest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/reader.hpp"

namespace judge::test {

/// A folder of this test's own, gone at its end.
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("judge_dataset_test_" + std::to_string(getpid()) + "_" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

  std::filesystem::path write_gzip(const std::string& name, std::string_view bytes) const {
    gzFile file = gzopen((path_ / name).c_str(), "wb");
    REQUIRE(file != nullptr);
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    return path_ / name;
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// All rows up to the end or the first error.
struct Reading {
  std::vector<Row> rows;
  std::string error;
};

inline Reading read_rows(const std::filesystem::path& file) {
  Reading reading;
  auto reader = open_rows(file);
  if (!reader) {
    reading.error = reader.error().message;
    return reading;
  }
  for (;;) {
    auto row = (*reader)->next();
    if (!row) reading.error = row.error().message;
    if (!row || !*row) return reading;
    reading.rows.push_back(std::move(**row));
  }
}

/// The error of reading a file with these contents, without the folder's path.
inline std::string fault_of(const std::string& name, std::string_view bytes) {
  Folder folder;
  auto error = read_rows(folder.write(name, bytes)).error;
  const auto prefix = folder.path().string() + "/";
  return error.starts_with(prefix) ? error.substr(prefix.size()) : error;
}

}  // namespace judge::test
