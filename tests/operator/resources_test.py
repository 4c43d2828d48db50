"""Few descriptors, little memory: told, and never at a sample's expense."""

import json
import os
import pathlib
import resource
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402

MiB = 1 << 20


class Resources(JudgeTest):
    def judge_within(self, limit, value, *arguments, soft=None):
        def restrict():
            resource.setrlimit(limit, (soft or value, value))

        done = subprocess.run([JUDGE, *map(str, arguments)], cwd=self.dir, capture_output=True, text=True,
                              timeout=120, env=self.environment(), preexec_fn=restrict)
        return done.returncode, done.stdout, done.stderr

    def test_a_soft_limit_of_descriptors_is_raised(self):
        mock = self.mock("--latency", "100ms")
        self.dataset(300)
        code, _, err = self.judge_within(resource.RLIMIT_NOFILE, 1000, "run", self.config(mock, 200),
                                         "--progress", "plain", soft=64)
        self.assertEqual(code, 0, err)
        self.assertNotIn("max_connections", err)
        self.assertEqual(mock.stats()["peak_in_flight"], 200)

    def test_too_few_descriptors_lower_the_concurrency_and_fail_nothing(self):
        for limit in (256, 100, 52):
            with self.subTest(limit):
                mock = self.mock("--latency", "20ms")
                self.dataset(400)
                config = self.config(mock, 300)
                code, _, err = self.judge_within(resource.RLIMIT_NOFILE, limit, "run", config, "--fresh",
                                                 "--progress", "plain")
                self.assertEqual(code, 0, err)
                self.assertRegex(err, rf"judge: model m: max_connections 300 → \d+: this process may open {limit} "
                                      "files at once; for more, raise ulimit -Hn")
                self.assert_complete(400)
                self.assertTrue(all(row["judges"][0]["attempts"] == 1 for row in self.results()))
                self.assertLess(mock.stats()["peak_in_flight"], limit)

    def test_with_the_built_in_mock_both_ends_count(self):
        self.dataset(300)
        config = self.write("judge.toml", '[run]\noutput = "results.jsonl"\n[dataset]\npath = "data.jsonl"\n'
                            '[models.m]\nprovider = "mock"\nmodel = "x"\nmax_connections = 200\n'
                            'mock = { latency = "50ms" }\n'
                            '[judge]\nmethod = "score"\nmodels = ["m"]\nprompt = "1 to 10: {{output}}"\n')
        code, _, err = self.judge_within(resource.RLIMIT_NOFILE, 200, "run", config, "--progress", "plain")
        self.assertEqual(code, 0, err)
        self.assertIn("max_connections 200 →", err)
        self.assertTrue(all(row["judges"][0]["attempts"] == 1 for row in self.results()))

    def test_not_enough_descriptors_for_anything(self):
        mock = self.mock()
        self.dataset(3)
        code, _, err = self.judge_within(resource.RLIMIT_NOFILE, 30, "run", self.config(mock))
        self.assertEqual(code, 2)
        self.assertIn("this process may open 30 files at once (ulimit -Hn), and needs 50", err)
        self.assertEqual(mock.stats()["requests"], 0)

    def large_rows(self, count, size):
        with open(self.dir / "data.jsonl", "w") as file:
            for i in range(count):
                file.write(json.dumps({"id": f"q{i}", "input": f"question {i}", "output": f"{i} " + "x" * size}) + "\n")

    def test_out_of_memory_it_says_so_and_goes_on_later(self):
        """At some limits it cannot start, at some it stops in the middle; it never crashes or lies."""
        mock = self.mock("--latency", "20ms")
        self.large_rows(40, MiB // 2)
        config = self.config(mock, 16)
        if "asan" in JUDGE or "tsan" in JUDGE:
            self.skipTest("a sanitizer's own memory does not fit into such limits")
        codes = []
        for megabytes in (60, 150, 250, 320, 400):
            code, out, err = self.judge_within(resource.RLIMIT_AS, megabytes * MiB, "run", config,
                                               "--progress", "none")
            codes.append(code)
            self.assertIn(code, (0, 3, 127), f"{megabytes} MiB: {out}{err}")  # 127: the loader's
            if code == 3:
                self.assertIn("memory", out + err)
            if (self.dir / "results.jsonl").exists():
                rows = self.results()
                self.assertEqual(len(rows), len({row["id"] for row in rows}))
                self.assertTrue(all(row["status"] == "scored" for row in rows))
        self.assertIn(3, codes, "no limit was low enough")
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(40)

    def test_large_fields_times_concurrency_stay_bounded(self):
        mock = self.mock()
        self.large_rows(60, 3 * MiB)
        process = subprocess.Popen([JUDGE, "run", self.config(mock, 64), "--progress", "none",
                                    "--set", "models.m.timeout.attempt=60s"], cwd=self.dir,
                                   stdout=subprocess.DEVNULL, env=self.environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.assertLess(usage.ru_maxrss, 850 * 1024)


if __name__ == "__main__":
    unittest.main(verbosity=2)
