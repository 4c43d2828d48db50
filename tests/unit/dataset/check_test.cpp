#include <fmt/format.h>

#include "samples.hpp"

using namespace judge;
using namespace judge::test;

TEST_CASE("samples carry index and line, and the summary counts them") {
  const auto reading = samples_of("{\"id\":\"a\"}\n\n{\"id\":\"b\"}\n");
  CHECK(reading.error == "");
  CHECK(reading.summary.rows == 2);
  CHECK(reading.summary.samples == 2);
  REQUIRE(reading.samples.size() == 2);
  CHECK(reading.samples[1].index == 1);
  CHECK(reading.samples[1].line == 3);
}

TEST_CASE("a dataset without rows is refused") {
  CHECK(samples_of("").error == "a.jsonl: holds no rows; nothing to run");
  CHECK(samples_of("\n \n").error.contains("holds no rows"));
}

TEST_CASE("faults of several rows are told together, ten at most") {
  const auto few = samples_of("{\"id\":1}\n{\n{\"id\":\"\"}\n{\"id\":1}\n").error;
  CHECK(few.contains("a.jsonl:2: "));
  CHECK(few.contains("a.jsonl:3: the id"));
  CHECK(few.contains("a.jsonl:4: the id \"1\" is already on line 1"));
  std::string many;
  for (int i = 0; i < 15; ++i) many += fmt::format("{{\"id\":{0}}}\n{{\"id\":{0}}}\n", i);
  const auto error = samples_of(many).error;
  CHECK(error.contains("a.jsonl:20: "));
  CHECK_FALSE(error.contains("a.jsonl:22: "));
  CHECK(error.ends_with("\n… and more"));
}

TEST_CASE("what is wrong with every row in the same way is told once") {
  std::string rows;
  for (int i = 0; i < 30; ++i) rows += "{\"id\":\"\"}\n";
  const auto error = samples_of(rows).error;
  CHECK(error.starts_with("a.jsonl:1: the id"));
  CHECK(error.ends_with(" (and so in other rows)"));
  CHECK_FALSE(error.contains("\n"));
}

TEST_CASE("what the caller refuses ends the check, with file, line and sample before it") {
  Folder folder;
  int calls = 0;
  const auto file = folder.write("a.jsonl", numbered_lines(5));
  const auto checked = check_dataset(dataset(file), 0, [&](const Sample& sample) -> Result<> {
    ++calls;
    if (sample.index == 2) return fail(Fault::config, "no");
    return {};
  });
  REQUIRE_FALSE(checked);
  CHECK(calls == 3);
  CHECK(checked.error().fault == Fault::config);
  CHECK(checked.error().message == file.string() + ":3: sample \"2\": no");
}

TEST_CASE("limit takes the first rows and reads no further") {
  DatasetConfig config;
  config.limit = 2;
  const auto reading = samples_of(numbered_lines(2) + "broken\n", config);
  CHECK(reading.error == "");
  CHECK(reading.samples.size() == 2);
  config.limit = 3;
  CHECK(samples_of(numbered_lines(2) + "broken\n", config).error.starts_with("a.jsonl:3: "));
}

TEST_CASE("a duplicate behind the limit is no fault") {
  DatasetConfig config;
  config.limit = 2;
  CHECK(samples_of(numbered_lines(2) + "{\"id\":0}\n", config).error == "");
}

namespace {

std::vector<std::string> ids(const SampleReading& reading) {
  std::vector<std::string> ids;
  for (const auto& sample : reading.samples) ids.push_back(sample.id);
  return ids;
}

}  // namespace

TEST_CASE("sample chooses exactly k rows, in the file's order, the same for the same seed") {
  DatasetConfig config;
  config.sample = 20;
  const auto lines = numbered_lines(200);
  const auto reading = samples_of(lines, config, 7);
  CHECK(reading.error == "");
  CHECK(reading.summary.rows == 200);
  CHECK(reading.summary.samples == 20);
  REQUIRE(reading.samples.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) CHECK(reading.samples[i].index == i);
  for (std::size_t i = 1; i < 20; ++i) CHECK(reading.samples[i - 1].line < reading.samples[i].line);
  CHECK(ids(samples_of(lines, config, 7)) == ids(reading));
  CHECK(ids(samples_of(lines, config, 8)) != ids(reading));
}

TEST_CASE("every row has the same chance to be chosen") {
  Folder folder;
  auto config = dataset(folder.write("a.jsonl", numbered_lines(10)));
  config.sample = 3;
  std::map<std::string, int> times;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    auto reader = open_samples(config, seed, {.rows = 10, .samples = 3});
    REQUIRE(reader);
    while (auto sample = (*reader)->next().value()) ++times[sample->id];
  }
  // Binomial, 1000 times 0.3: the standard deviation is 14.5.
  for (const auto& [id, count] : times) CHECK_MESSAGE(std::abs(count - 300) < 60, id);
  CHECK(times.size() == 10);
}

TEST_CASE("a sample larger than the file is the file, and limit comes before sample") {
  DatasetConfig config;
  config.sample = 20;
  CHECK(samples_of(numbered_lines(5), config).samples.size() == 5);
  config.limit = 10;
  config.sample = 4;
  const auto reading = samples_of(numbered_lines(100), config, 3);
  REQUIRE(reading.samples.size() == 4);
  CHECK(reading.samples.back().line <= 10);
}

TEST_CASE("broken rows are refused even where the sample would not choose them") {
  DatasetConfig config;
  config.sample = 1;
  CHECK(samples_of(numbered_lines(50) + "{\n", config).error.starts_with("a.jsonl:51: "));
}

TEST_CASE("a file that shrank after it was checked is an error, rows added to it are not read") {
  Folder folder;
  const auto config = dataset(folder.write("a.jsonl", numbered_lines(3)));
  const auto summary = check_dataset(config, 0, {});
  REQUIRE(summary);
  const auto read_all = [&](int lines) {
    folder.write("a.jsonl", numbered_lines(lines));
    auto reader = open_samples(config, 0, *summary);
    REQUIRE(reader);
    int count = 0;
    for (;;) {
      auto sample = (*reader)->next();
      if (!sample) return sample.error().message;
      if (!*sample) return std::to_string(count);
      ++count;
    }
  };
  CHECK(read_all(2).contains("it changed while it was being read: 2 samples where there were 3"));
  CHECK(read_all(5) == "3");
}
