"""Disks that are full, read-only or elsewhere: the run ends with status 3 and what to do, and goes on when that is done."""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402

SAMPLES = 400
PERMITS = 8


class Disk(JudgeTest):
    def setUp(self):
        super().setUp()
        self.the_mock = self.mock("--latency", "2ms")
        self.dataset(SAMPLES)

    def configured(self, output="results.jsonl", store="store.db", extra=""):
        config = self.config(self.the_mock, PERMITS)
        config.write_text(config.read_text().replace(
            'output = "results.jsonl"', f'output = "{output}"\nstore = "{store}"\n{extra}'))
        return config

    def mounted(self, size):
        """A folder on a file system of that size."""
        folder = self.dir / "small"
        folder.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "judge-test", folder],
                              capture_output=True)
        if made.returncode != 0:
            self.skipTest("a file system of the test's own takes root's rights to mount it")
        self.addCleanup(subprocess.run, ["umount", folder], check=True)
        return folder

    def remount(self, folder, option):
        subprocess.run(["mount", "-o", f"remount,{option}", folder], check=True)

    def stopped(self, config, advice):
        _, err = self.judge("run", config, "--progress", "none", status=3)
        self.assertIn(advice, err + _)

    def goes_on(self, config, asked_again, results="results.jsonl"):
        self.judge("run", config, "--progress", "none", status=0)
        ids = [row["id"] for row in self.results(results)]
        self.assertEqual(sorted(ids), sorted(f"q{i}" for i in range(SAMPLES)))
        stats = self.the_mock.stats()
        self.assertLessEqual(stats["answered"], SAMPLES + asked_again, stats)

    def test_results_on_a_full_disk(self):
        small = self.mounted("64k")
        config = self.configured(output="small/results.jsonl")
        self.stopped(config, "free some space there and run again")
        self.assertLess(self.the_mock.stats()["answered"], SAMPLES)
        for line in self.results("small/results.jsonl"):
            self.assertEqual(line["status"], "scored")
        self.remount(small, "size=16m")
        self.goes_on(config, 0, "small/results.jsonl")  # what was in flight is in the store

    def test_the_store_on_a_full_disk(self):
        small = self.mounted("256k")
        config = self.configured(store="small/store.db")
        self.stopped(config, "free some space there and run again")
        self.assertLess(self.the_mock.stats()["answered"], SAMPLES)
        self.remount(small, "size=16m")
        self.goes_on(config, 2 * PERMITS)

    def test_a_disk_that_is_full_from_the_start(self):
        small = self.mounted("8k")
        (small / "filler").write_bytes(bytes(4096))
        config = self.configured(output="small/results.jsonl", store="small/store.db")
        self.stopped(config, "free some space there and run again")
        self.assertEqual(self.the_mock.stats()["answered"], 0)
        self.remount(small, "size=16m")
        self.goes_on(config, 0, "small/results.jsonl")

    def test_a_read_only_disk(self):
        small = self.mounted("16m")
        for output, store in (("small/r.jsonl", "store.db"), ("r.jsonl", "small/store.db"),
                              ("small/new/r.jsonl", "store.db"), ("r.jsonl", "small/new/store.db")):
            with self.subTest(output=output, store=store):
                self.remount(small, "ro")
                config = self.configured(output=output, store=store)
                self.stopped(config, "read-only: name a place that can be written")
                self.remount(small, "rw")
        self.assertEqual(self.the_mock.stats()["requests"], 0)
        self.goes_on(config, 0, "r.jsonl")

    def test_a_disk_that_becomes_read_only_while_nobody_runs(self):
        small = self.mounted("16m")
        config = self.configured(output="small/results.jsonl", store="small/store.db")
        self.judge("run", config, "--limit", "50", "--progress", "none", status=0)
        self.remount(small, "ro")
        self.stopped(config, "read-only: name a place that can be written")
        self.remount(small, "rw")
        self.goes_on(config, 0, "small/results.jsonl")

    def test_the_store_on_another_file_system_than_the_results(self):
        self.mounted("16m")
        self.goes_on(self.configured(store="small/deep/er/store.db"), 0)

    def test_missing_directories_are_made(self):
        config = self.configured(output="a/b/c/results.jsonl", store="d/e/store.db")
        self.goes_on(config, 0, "a/b/c/results.jsonl")

    def limited(self, config, blocks):
        """With files of at most so many blocks of 512 bytes; the dataset is smaller."""
        return subprocess.run(["sh", "-c", 'ulimit -f "$0" && exec "$@"', str(blocks), JUDGE, "run",
                               str(config), "--progress", "none"], cwd=self.dir, timeout=60, text=True,
                              capture_output=True, stdin=subprocess.DEVNULL, env=self.environment())

    def test_a_limit_on_the_size_of_files_is_a_full_disk(self):
        config = self.configured()
        ended = self.limited(config, 300)
        self.assertEqual(ended.returncode, 3, ended)
        self.assertIn("(ulimit -f) and run again", ended.stdout)
        self.assertLess(self.the_mock.stats()["answered"], SAMPLES)
        self.goes_on(config, 2 * PERMITS)

    def test_a_store_to_itself_shares_no_memory_and_no_run(self):
        self.the_mock = self.mock("--latency", "80ms")  # so that the first one is not done too soon
        config = self.configured(extra="store_exclusive = true")
        first = self.start("run", config, "--progress", "none")
        self.wait_for_lines(20)
        self.assertFalse((self.dir / "store.db-shm").exists())
        second = self.write("second.toml", config.read_text().replace("results.jsonl", "other.jsonl"))
        _, err = self.judge("run", second, "--progress", "none", status=3)
        self.assertIn("another process keeps it locked: wait for it or stop it", err)
        first.communicate(timeout=60)
        self.assertEqual(first.returncode, 0)
        self.goes_on(second, 0, "other.jsonl")  # the first one's answers serve it


if __name__ == "__main__":
    unittest.main(verbosity=2)
