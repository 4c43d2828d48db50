#include "cli/real_run.hpp"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>

#include "base/asio_clock.hpp"
#include "batch/batches.hpp"
#include "cli/commands.hpp"
#include "cli/descriptors.hpp"
#include "cli/load.hpp"
#include "cli/memory.hpp"
#include "cli/signals.hpp"
#include "net/curl_transport.hpp"

namespace judge {
namespace {

// One for the store, one for the results, one for the dataset: each may wait for the disk.
constexpr std::size_t blocking_threads = 3;

std::size_t all_permits(const Config& config) {
  std::size_t permits = 0;
  for (const auto& model : config.models) permits += model.max_connections.max;
  return permits;
}

/// Reads the config again for a run that goes on.
void reload(const RunArguments& arguments, ConfigUpdates& updates, Progress& progress) {
  const auto refuse = [&](const std::string& why) {
    progress.notice("the config is not taken over: " + why);
  };
  auto next = load_again(arguments.config, arguments.sets);
  if (!next) return refuse(next.error());
  const auto lowered = fit_to_descriptors(*next);
  if (!lowered) return refuse(lowered.error().message);
  if (!lowered->empty()) progress.notice(*lowered);
  updates.push(std::move(*next));
}

/// What ends a run where there is no more memory.
class MemoryStop {
 public:
  MemoryStop(asio::io_context& loop, StopSignal& stop, Progress& progress)
      : reserve_(loop, [this, &stop, &progress] {
          low_ = true;
          progress.notice("out of memory: stopping when what is in flight has ended");
          stop.raise(StopLevel::drain);
        }) {}

  void forget() { reserve_.forget(); }
  void explain(Result<Summary>& outcome) const {
    if (!low_ || !outcome || outcome->stopped) return;
    outcome->stopped = Error{Fault::cancelled,
                             "There is no more memory. Give it more, or lower max_connections, "
                             "then run the same command again."};
  }

 private:
  bool low_ = false;
  MemoryReserve reserve_;
};

}  // namespace

Result<Summary> run_for_real(Config config, const RunArguments& arguments, int& signal) {
  const auto lowered = fit_to_descriptors(config);
  if (!lowered) return std::unexpected(lowered.error());
  asio::io_context loop(1);
  asio::thread_pool blocking(blocking_threads);
  AsioClock clock(loop.get_executor());
  auto transport = make_curl_transport(loop.get_executor(), all_permits(config));
  auto progress =
      make_progress(arguments.progress, STDERR_FILENO, use_color(arguments.color, STDERR_FILENO));
  if (!lowered->empty()) progress->notice(*lowered);
  StopSignal stop;
  SignalStop signals(loop, stop, *progress, config.run.drain);
  MemoryStop memory(loop, stop, *progress);
  ConfigUpdates updates;
  Terminal terminal;
  SignalCall hangups(loop, SIGHUP, [&] {
    if (!terminal.has_gone()) reload(arguments, updates, *progress);
  });
  SignalCall continues(loop, SIGCONT, [&] { progress->continued(); });
  Seams seams{.loop = loop.get_executor(),
              .blocking = blocking.get_executor(),
              .clock = clock,
              .transport = *transport,
              .files = posix_files(),
              .progress = *progress,
              .stop = stop,
              .updates = &updates};

  const RunOptions options{.fresh = arguments.fresh, .retry_failed = arguments.retry_failed};
  std::optional<Result<Summary>> outcome;
  std::exception_ptr failure;
  asio::co_spawn(loop, run_with_batches(config, options, seams),
                 [&](std::exception_ptr thrown, Result<Summary> result) {
                   failure = thrown;
                   outcome = std::move(result);
                   signals.forget();
                   memory.forget();
                   hangups.forget();
                   continues.forget();
                   loop.stop();
                 });
  loop.run();
  blocking.join();
  if (failure) std::rethrow_exception(failure);
  signal = signals.received();
  memory.explain(*outcome);
  return std::move(*outcome);
}

}  // namespace judge
