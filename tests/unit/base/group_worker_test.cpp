#include "base/group_worker.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <thread>

using namespace judge;

namespace {

using Group = std::vector<int>;

struct Recording {
  using Item = int;
  std::function<void(Group&)> work;
  std::function<void(Group&)> done = [](Group&) {};
};

using Worker = GroupWorker<Recording>;

/// A loop that does the blocking work too, and the groups in which it did it.
struct Grouping {
  asio::io_context loop;
  std::vector<Group> groups;
  std::optional<Worker> worker;

  void make(std::function<void(Group&)> done = [](Group&) {}) {
    worker.emplace(loop.get_executor(), loop.get_executor(),
                   Recording{[this](Group& group) { groups.push_back(group); }, std::move(done)});
  }
  void run() {
    loop.restart();
    loop.run();
  }
  void after(int turns, std::function<void()> what) {
    asio::post(loop, [this, turns, what = std::move(what)] {
      turns > 1 ? after(turns - 1, what) : what();
    });
  }
  /// One item a turn.
  void push_in_turns(int from, int to) {
    asio::post(loop, [this, from, to] {
      if (from + 1 < to) push_in_turns(from + 1, to);
      worker->push(from);
    });
  }
};

Group numbers(int from, int to) {
  Group all(static_cast<std::size_t>(to - from));
  std::iota(all.begin(), all.end(), from);
  return all;
}

}  // namespace

TEST_CASE_FIXTURE(Grouping, "what is pushed in one turn makes one group, in order") {
  make();
  for (const int item : {1, 2, 3}) worker->push(item);
  CHECK(groups.empty());  // never worked on by the one who pushes
  run();
  CHECK(groups == std::vector<Group>{{1, 2, 3}});

  worker->push(4);
  run();
  CHECK(groups == std::vector<Group>{{1, 2, 3}, {4}});
}

TEST_CASE_FIXTURE(Grouping, "a lone item is handed over a turn later") {
  make();
  worker->push(1);
  std::optional<bool> worked;
  after(3, [&] { worked = !groups.empty(); });  // collected, handed over, and by then worked on
  run();
  CHECK(worked == true);
}

TEST_CASE_FIXTURE(Grouping, "all that was ready at a time makes one group") {
  make();
  for (int item = 0; item < 100; ++item) asio::post(loop, [this, item] { worker->push(item); });
  run();
  CHECK(groups == std::vector<Group>{numbers(0, 100)});
}

TEST_CASE_FIXTURE(Grouping, "a flood that never ends is worked on all the while, in order") {
  make();
  push_in_turns(0, 100);
  run();
  CHECK(groups.size() > 10);
  Group all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  CHECK(all == numbers(0, 100));
}

TEST_CASE_FIXTURE(Grouping, "what comes while a group is worked on or told makes the next") {
  std::optional<Worker> two;
  two.emplace(loop.get_executor(), loop.get_executor(),
              Recording{[&](Group& group) {
                          groups.push_back(group);
                          if (groups.size() == 1) two->push(2);
                        },
                        [&](Group& group) {
                          if (group.front() == 1) two->push(3);
                        }});
  two->push(1);
  run();
  CHECK(groups == std::vector<Group>{{1}, {2, 3}});
}

TEST_CASE_FIXTURE(Grouping, "a worker may be destroyed by what its last item set off") {
  int told = 0;
  make([&](Group& group) {
    told += static_cast<int>(group.size());
    worker.reset();
  });
  worker->push(1);
  worker->push(2);
  run();
  CHECK(told == 2);
}

TEST_CASE_FIXTURE(Grouping, "what was pushed is worked on though the worker is gone") {
  make();
  worker->push(1);
  worker.reset();
  run();
  CHECK(groups == std::vector<Group>{{1}});
}

TEST_CASE("on a real pool each item is worked on once, off the loop, and told on it") {
  asio::io_context loop;
  auto working = asio::make_work_guard(loop);
  asio::thread_pool pool(2);
  const auto here = std::this_thread::get_id();
  std::atomic<bool> off_the_loop = true;
  bool on_the_loop = true;
  constexpr int all = 2000;
  Group seen;  // unguarded: no group is worked on before the last one is told
  Group told;
  GroupWorker<Recording> worker(loop.get_executor(), pool.get_executor(),
                                Recording{[&](Group& group) {
                                            if (std::this_thread::get_id() == here)
                                              off_the_loop = false;
                                            seen.insert(seen.end(), group.begin(), group.end());
                                          },
                                          [&](Group& group) {
                                            if (std::this_thread::get_id() != here)
                                              on_the_loop = false;
                                            told.insert(told.end(), group.begin(), group.end());
                                            if (told.size() == all) working.reset();
                                          }});
  std::function<void(int)> push = [&](int item) {
    worker.push(item);
    if (item + 1 < all) asio::post(loop, [&push, item] { push(item + 1); });
  };
  asio::post(loop, [&push] { push(0); });
  loop.run();
  pool.join();
  CHECK(seen == numbers(0, all));
  CHECK(told == numbers(0, all));
  CHECK(off_the_loop);
  CHECK(on_the_loop);
}
