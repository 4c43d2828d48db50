#include "support/world.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "store/response_store.hpp"
#include "support/small_project.hpp"

namespace judge {
namespace {

std::uint64_t next_world() {
  static std::uint64_t number = 0;
  return ++number;
}

}  // namespace

/// An in-memory database lives as long as somebody has it open: between two runs, this.
struct World::Keeper {
  asio::io_context loop;
  std::unique_ptr<ResponseStore> store;
  explicit Keeper(const std::string& uri) {
    auto opened = ResponseStore::open(uri, loop.get_executor(), loop.get_executor());
    if (!opened) throw std::runtime_error(opened.error().message);
    store = std::move(*opened);
  }
};

World::World(std::size_t samples) {
  const auto number = next_world();
  folder_ =
      std::filesystem::temp_directory_path() / fmt::format("judge-sim-{}-{}", getpid(), number);
  std::filesystem::create_directories(folder_);
  test::write_samples(folder_ / "data.jsonl", samples);
  const auto uri = fmt::format("file:/judge-sim-{}?vfs=memdb", number);
  keeper_ = std::make_unique<Keeper>(uri);

  config = test::small_config(folder_, "sim", "sim");
  config.run.store = uri;
}

World::~World() {
  keeper_.reset();
  std::filesystem::remove_all(folder_);
}

World::Outcome World::run(const SimBehaviour& behaviour, RunOptions options, const During& during) {
  TestLoop loop;
  SimProvider provider(loop.executor(), loop.clock, behaviour);
  Recorder recorder;
  StopSignal stop;
  ConfigUpdates config_updates;
  updates = &config_updates;
  Seams seams{.loop = loop.executor(),
              .blocking = loop.executor(),
              .clock = loop.clock,
              .transport = provider,
              .files = other_files ? *other_files : files,
              .progress = recorder,
              .stop = stop,
              .updates = &config_updates};
  const auto timers = during ? during(stop, loop.clock) : std::vector<TimerHandle>{};

  const auto began_with = config;  // a test may change `config` while the run goes on
  Outcome outcome;
  const auto started = loop.clock.now();
  asio::co_spawn(loop.context, process(began_with, options, seams),
                 [&outcome](std::exception_ptr failure, Result<Summary> summary) {
                   if (failure) std::rethrow_exception(failure);
                   outcome.summary = std::move(summary);
                   outcome.ended = true;
                 });
  run_virtually(
      loop.context, loop.clock, [&outcome] { return outcome.ended; }, std::chrono::hours(240));
  outcome.took = loop.clock.now() - started;
  outcome.books = provider.books();
  outcome.notices = recorder.notices;
  outcome.sizes = recorder.sizes;
  updates = nullptr;
  for (const auto& [body, count] : outcome.books.answers) answers_[body] += count;
  return outcome;
}

std::vector<nlohmann::json> World::lines() {
  std::vector<nlohmann::json> lines;
  std::istringstream text(files.content(config.run.output));
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

bool World::everything_answered_once() const {
  return std::ranges::all_of(
      answers_, [this](const auto& entry) { return entry.second <= config.run.epochs; });
}

}  // namespace judge
