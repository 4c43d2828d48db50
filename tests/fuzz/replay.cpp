// Drives the target without libFuzzer: once over the files in the folders it is given.
#include <filesystem>
#include <iostream>
#include <set>

#include "fuzz/property.hpp"
#include "support/scratch.hpp"

int main(int count, char** arguments) {
  std::set<std::filesystem::path> files;
  for (int i = 1; i < count; ++i)
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i]))
      files.insert(entry.path());
  bool sound = !files.empty();
  for (const auto& file : files) {
    const auto broken = judge::test::broken_property(judge::test::read_file(file));
    if (broken.empty()) continue;
    std::cerr << file.string() << ": broken property: " << broken << '\n';
    sound = false;
  }
  std::cerr << files.size() << " inputs\n";
  return sound ? 0 : 1;
}
