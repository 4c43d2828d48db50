#include "dataset/sample_index.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "samples.hpp"
#include "support/memory_files.hpp"
#include "support/scratch.hpp"

using namespace judge;
using judge::test::Scratch;

namespace {

constexpr std::uint64_t many = 20'000;

SampleIndex index_of(MemoryFiles& files, std::uint64_t samples) {
  auto index = SampleIndex::make(files);
  REQUIRE(index);
  for (std::uint64_t i = 0; i < samples; ++i)
    REQUIRE(index->add({.digest = i * i, .line = i + 1, .offset = 100 * i}));
  REQUIRE(index->seal({.rows = samples + 5, .samples = samples}));
  return std::move(*index);
}

void check_all(SampleIndex& index) {
  CHECK(index.summary().samples == many);
  CHECK(index.summary().rows == many + 5);
  CHECK(index.can_seek());
  for (const std::uint64_t i :
       {std::uint64_t{0}, many - 1, std::uint64_t{8191}, std::uint64_t{8192}, std::uint64_t{1}}) {
    const auto entry = index.at(i);
    REQUIRE(entry);
    CHECK(entry->digest == i * i);
    CHECK(entry->line == i + 1);
    CHECK(entry->offset == 100 * i);
  }
}

DatasetConfig dataset(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
  DatasetConfig config;
  config.path = path;
  return config;
}

SampleIndex index_file(MemoryFiles& files, const DatasetConfig& config) {
  auto index = SampleIndex::make(files);
  REQUIRE(index);
  const auto summary = check_dataset(config, 0, [&](const Sample& sample) {
    return index->add({short_digest(sample.digest), sample.line, sample.offset});
  });
  REQUIRE(summary);
  REQUIRE(index->seal(*summary));
  return std::move(*index);
}

std::vector<std::string> ids(SampleReader& reader) {
  std::vector<std::string> ids;
  while (true) {
    auto sample = reader.next();
    REQUIRE_MESSAGE(sample, sample.error().message);
    if (!*sample) return ids;
    ids.push_back((*sample)->id);
  }
}

}  // namespace

TEST_CASE("an index gives back every entry, over many blocks and in any order") {
  MemoryFiles files;
  auto index = index_of(files, many);
  check_all(index);
}

TEST_CASE("a kept index is loaded for the same identity only, and not when it is damaged") {
  MemoryFiles files;
  const auto identity = sha256("one");
  auto index = index_of(files, many);
  REQUIRE(index.keep(files, "/cache/a.index", identity));
  auto loaded = SampleIndex::load(files, "/cache/a.index", identity);
  REQUIRE(loaded);
  check_all(*loaded);
  CHECK_FALSE(SampleIndex::load(files, "/cache/a.index", sha256("two")));
  CHECK_FALSE(SampleIndex::load(files, "/cache/b.index", identity));

  auto bytes = files.content("/cache/a.index");
  for (const auto size :
       {bytes.size() - 1, bytes.size() - 24, std::size_t{80}, std::size_t{10}, std::size_t{0}}) {
    files.put("/cache/a.index", bytes.substr(0, size));
    CHECK_FALSE(SampleIndex::load(files, "/cache/a.index", identity));
  }
  files.put("/cache/a.index", bytes + "x");
  CHECK_FALSE(SampleIndex::load(files, "/cache/a.index", identity));
  bytes[0] = '?';
  files.put("/cache/a.index", bytes);
  CHECK_FALSE(SampleIndex::load(files, "/cache/a.index", identity));
}

TEST_CASE("wanted samples are sought, across long lines, blank ones and a byte order mark") {
  Scratch scratch;
  MemoryFiles files;
  std::string text = "\xEF\xBB\xBF";
  for (int i = 0; i < 50; ++i)
    text += "{\"id\":\"s" + std::to_string(i) + "\",\"input\":\"" +
            std::string(i % 7 == 0 ? 300'000 : 10, 'x') + "\"}\r\n" + (i % 5 == 0 ? "\n  \n" : "");
  text += "{\"id\":\"last\"}";
  const auto config = dataset(scratch.path() / "d.jsonl", text);
  auto index = index_file(files, config);
  REQUIRE(index.can_seek());

  std::vector<bool> wanted(51, true);
  auto all = seek_samples(config, index, wanted);
  REQUIRE(all);
  CHECK(ids(**all).size() == 51);

  wanted.assign(51, false);
  for (const auto i : {3, 21, 22, 50}) wanted[i] = true;
  auto some = seek_samples(config, index, wanted);
  REQUIRE(some);
  CHECK(ids(**some) == std::vector<std::string>{"s3", "s21", "s22", "last"});

  auto one = seek_samples(config, index, wanted);
  const auto sample = (*one)->next();
  REQUIRE(sample);
  CHECK((*sample)->index == 3);
  CHECK((*sample)->line == 6);
}

TEST_CASE("a row that changed under the index is an error, not another sample") {
  Scratch scratch;
  MemoryFiles files;
  const auto path = scratch.path() / "d.jsonl";
  const auto config = dataset(path, "{\"id\":\"a\",\"x\":1}\n{\"id\":\"b\",\"x\":2}\n");
  auto index = index_file(files, config);
  dataset(path, "{\"id\":\"a\",\"x\":1}\n{\"id\":\"b\",\"x\":3}\n");
  auto reader = seek_samples(config, index, {false, true});
  REQUIRE(reader);
  const auto sample = (*reader)->next();
  REQUIRE_FALSE(sample);
  CHECK(sample.error().fault == Fault::dataset);
  CHECK(sample.error().message.ends_with("it changed while it was being read; run again"));
}

TEST_CASE("rows of packed files and arrays cannot be sought") {
  Scratch scratch;
  MemoryFiles files;
  const auto config = dataset(scratch.path() / "d.json", "[{\"id\":\"a\"},{\"id\":\"b\"}]");
  CHECK_FALSE(index_file(files, config).can_seek());
}

TEST_CASE("a dataset that was just written has no identity yet; one that changes gets another") {
  Scratch scratch;
  const auto config = dataset(scratch.path() / "d.jsonl", "{\"id\":\"a\"}\n");
  CHECK_FALSE(dataset_identity(config, 0));  // another write within the clock's tick would not show
  DatasetConfig old;
  old.path = "/etc/passwd";  // any file that was not written just now
  const auto identity = dataset_identity(old, 0);
  REQUIRE(identity);
  CHECK(identity == dataset_identity(old, 0));
  CHECK(identity != dataset_identity(old, 1));
  auto other = old;
  other.fields = {{"input", "question"}};
  CHECK(identity != dataset_identity(other, 0));
  other.fields.clear();
  other.limit = 5;
  CHECK(identity != dataset_identity(other, 0));
}
