#include "dataset/spooled_samples.hpp"

#include <doctest/doctest.h>

#include "samples.hpp"
#include "support/memory_files.hpp"

using namespace judge;

namespace {

using Marks = std::vector<std::uint64_t>;

/// Puts each in by the mark its field "group" says, 0 for none, and reads them back.
std::vector<Sample> by_group(const std::vector<Sample>& samples, Files& files) {
  auto sorting = PrefixSamples::make(files);
  REQUIRE(sorting);
  for (const auto& sample : samples) {
    const auto group = sample.fields.value("group", std::uint64_t{0});
    REQUIRE(sorting->add(sample, group == 0 ? Marks{} : Marks{group}));
  }
  auto reader = std::move(*sorting).finish();
  REQUIRE(reader);
  std::vector<Sample> read;
  while (true) {
    auto sample = (*reader)->next();
    REQUIRE(sample);
    if (!*sample) return read;
    read.push_back(std::move(**sample));
  }
}

}  // namespace

TEST_CASE("samples come back by their prefixes, each as the dataset has it") {
  const auto dataset = test::samples_of(
      R"({"id":"a","group":1,"text":"x","n":-3,"big":18446744073709551615,"half":0.5,"tenth":0.1})"
      "\n"
      R"({"id":"b","group":2,"nested":{"list":[1,null,true,{"deep":[]}]},"text":"\u0000\u0007é𝄞"})"
      "\n"
      R"({"id":"c","metadata":{"topic":"t"},"empty":"","object":{}})"
      "\n"
      R"({"id":"d","group":1})"
      "\n");
  REQUIRE(dataset.samples.size() == 4);
  MemoryFiles files;
  const auto read = by_group(dataset.samples, files);
  REQUIRE(read.size() == 4);
  const std::size_t wanted[] = {0, 3, 1, 2};
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto& was = dataset.samples[wanted[i]];
    CHECK(read[i].id == was.id);
    CHECK(read[i].index == was.index);
    CHECK(read[i].line == was.line);
    CHECK(read[i].fields.dump() == was.fields.dump());
    CHECK(read[i].metadata == was.metadata);
    CHECK(read[i].digest == was.digest);
  }
}

TEST_CASE("thousands of samples, many of them large, come back whole through real files") {
  std::vector<Sample> samples(3000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto& sample = samples[i];
    sample.id = std::to_string(i);
    sample.index = i;
    sample.fields = {{"group", 1 + i % 7},
                     {"text", std::string(i % 50 == 0 ? 300'000 : i % 900, 'x')}};
  }
  const auto read = by_group(samples, posix_files());
  REQUIRE(read.size() == samples.size());
  for (std::size_t i = 1; i < read.size(); ++i) {
    const auto group = [&read](std::size_t at) { return read[at].index % 7; };
    CHECK((group(i) == group(i - 1) ? read[i].index > read[i - 1].index
                                    : group(i) == group(i - 1) + 1));
    CHECK(read[i].fields == samples[read[i].index].fields);
  }
}

TEST_CASE("what a temporary file has lost is an error of the disk") {
  MemoryFiles files;
  auto sorting = PrefixSamples::make(files);
  REQUIRE(sorting);
  files.frozen = true;
  Sample sample;
  sample.id = "a";
  REQUIRE(sorting->add(sample, {}));
  auto reader = std::move(*sorting).finish();
  REQUIRE(reader);
  const auto read = (*reader)->next();
  REQUIRE_FALSE(read);
  CHECK(read.error().fault == Fault::disk);
}
