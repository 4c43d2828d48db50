#include "report/metrics_table.hpp"

#include <doctest/doctest.h>

#include "unit/report/runs.hpp"

using namespace judge;

TEST_CASE("a score has a mean on its own scale, an interval, and bounds where there are nulls") {
  auto metric = test::score_metric();
  CHECK(metrics_text({metric}, false) ==
        "  judge      n   mean   95 % interval  unscored  failed\n"
        "  judge  1,200  7.167  7.111 to 7.223         0       0\n");
  metric.unscored = {{"refused", 30}};
  metric.failed = 10;
  CHECK(metrics_text({metric}, false) ==
        "  judge      n   mean   95 % interval  unscored  failed  worst to best case\n"
        "  judge  1,200  7.167  7.111 to 7.223        30      10      6.968 to 7.258\n");
}

TEST_CASE("zeros and ones are a rate with Wilson's interval") {
  auto metric = test::metric({{1, 82}, {0, 18}});
  metric.binary = true;
  metric.failed = 25;
  CHECK(metrics_text({metric}, false) ==
        "  judge    n    rate   95 % interval  unscored  failed  worst to best case\n"
        "  judge  100  82.0 %  73.3 to 88.3 %         0      25      65.6 to 85.6 %\n");
}

TEST_CASE("fractions of samples from several epochs are no successes to count") {
  auto metric = test::metric({{1, 2}, {0.25, 1}, {0.5, 1}});
  metric.binary = true;
  CHECK(metrics_text({metric}, false) ==
        "  judge  n    rate   95 % interval  unscored  failed\n"
        "  judge  4  68.8 %  9.1 to 128.4 %         0       0\n");
}

TEST_CASE("one value has no interval, and no value has no mean") {
  auto none = test::metric({});
  none.judge = "second";
  none.failed = 2;
  CHECK(metrics_text({test::metric({{0.5, 1}}), none}, false) ==
        "  judge   n  mean  95 % interval  unscored  failed  worst to best case\n"
        "  judge   1   0.5    n too small         0       0\n"
        "  second  0  none    n too small         0       2              0 to 1\n");
}

TEST_CASE("models and labels are shown where there are any") {
  auto first = test::metric({{1, 82}, {0.5, 11}, {0, 1'107}});
  first.judge = "correct";
  first.model = "gpt";
  first.labels = {{"CORRECT", 82}, {"INCORRECT", 1'107}, {"PARTIAL", 11}};
  auto second = test::metric({{1, 2}, {0, 1}});
  second.judge = "correct";
  second.model = "llama-3.1-8b";
  second.binary = true;
  CHECK(metrics_text({first, second}, false) ==
        "  judge    model             n  mean or rate      95 % interval  unscored  failed\n"
        "  correct  gpt           1,200       0.07292  0.05844 to 0.0874         0       0\n"
        "  correct  llama-3.1-8b      3        66.7 %     20.8 to 93.9 %         0       0\n"
        "  correct on gpt: INCORRECT 1,107 (92.2 %), CORRECT 82 (6.8 %), PARTIAL 11 (0.9 %)\n");
}

TEST_CASE("a hundred labels do not fill the screen") {
  auto metric = test::metric({{1, 3}, {0, 3}});
  for (int i = 0; i < 100; ++i) metric.labels["L" + std::to_string(i)] = 1;
  CHECK(metrics_text({metric}, false)
            .ends_with(", L18 1 (1.0 %), L19 1 (1.0 %) and 88 more labels\n"));
}

TEST_CASE("hostile names are shown and do nothing") {
  auto metric = test::metric({{0, 1}, {1, 1}});
  metric.judge = "\x1b[2Jjudge";
  metric.model = "gpt\n\x1b]0;title\a" + std::string(100, 'x');
  metric.labels = {{"A\x1b[31m\xff", 2}};
  CHECK(metrics_text({metric}, false) ==
        "  judge         model                                      n  mean    95 % interval  "
        "unscored  failed\n"
        "  \\x1b[2Jjudge  gpt\\n\\x1b]0;title\\x07xxxxxxxxxxxxxxxxxxx…  2   0.5  -5.853 to 6.853   "
        "      0       0\n"
        "  \\x1b[2Jjudge on gpt\\n\\x1b]0;title\\x07xxxxxxxxxxxxxxxxxxx…: A\\x1b[31m\\xff 2 (100.0 "
        "%)\n");
}

TEST_CASE("no metrics are no table") {
  CHECK(metrics_text({}, true).empty());
}
