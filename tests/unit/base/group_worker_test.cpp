#include "base/group_worker.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <numeric>
#include <optional>
#include <thread>

using namespace judge;

using Groups = std::vector<std::vector<int>>;

TEST_CASE("what has queued up makes one group, in order") {
  asio::io_context loop;
  Groups groups;
  GroupWorker<int> worker(loop.get_executor(), [&](auto& group) { groups.push_back(group); });
  for (const int item : {1, 2, 3}) worker.push(item);
  CHECK(groups.empty());  // never worked on by the one who pushes
  loop.run();
  CHECK(groups == Groups{{1, 2, 3}});

  worker.push(4);
  loop.restart();
  loop.run();
  CHECK(groups == Groups{{1, 2, 3}, {4}});
}

TEST_CASE("what comes while a group is worked on makes the next") {
  asio::io_context loop;
  Groups groups;
  std::unique_ptr<GroupWorker<int>> worker;
  worker = std::make_unique<GroupWorker<int>>(loop.get_executor(), [&](auto& group) {
    groups.push_back(group);
    if (groups.size() == 1)
      for (const int item : {2, 3}) worker->push(item);
  });
  worker->push(1);
  loop.run();
  CHECK(groups == Groups{{1}, {2, 3}});
}

TEST_CASE("a worker may be destroyed by what its last item set off") {
  asio::io_context loop;
  int worked = 0;
  std::optional<GroupWorker<int>> worker;
  worker.emplace(loop.get_executor(), [&](auto& group) {
    worked += static_cast<int>(group.size());
    worker.reset();
  });
  worker->push(1);
  worker->push(2);
  loop.run();
  CHECK(worked == 2);
}

TEST_CASE("items from several threads are each worked on once, one group at a time") {
  asio::thread_pool pool(2);
  std::atomic<int> inside = 0;
  std::atomic<bool> overlapped = false;
  std::vector<int> seen;  // unguarded: groups do not overlap
  GroupWorker<int> worker(pool.get_executor(), [&](auto& group) {
    if (++inside != 1) overlapped = true;
    seen.insert(seen.end(), group.begin(), group.end());
    --inside;
  });
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([&worker, thread] {
        for (int i = 0; i < 500; ++i) worker.push(thread * 500 + i);
      });
  }
  pool.join();
  std::ranges::sort(seen);
  std::vector<int> expected(2000);
  std::iota(expected.begin(), expected.end(), 0);
  CHECK(seen == expected);
  CHECK_FALSE(overlapped);
}
