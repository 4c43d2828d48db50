"""Two processes at once: on one output, and on one store."""

import os
import pathlib
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402


class Together(JudgeTest):
    def test_on_one_output_the_second_is_refused_by_whatever_name(self):
        mock = self.mock("--latency", "100ms")
        self.dataset(200)
        config = self.config(mock, 2)
        first = self.start("run", config, "--progress", "none")
        self.wait_for_lines(1)
        os.symlink(self.dir / "results.jsonl", self.dir / "other.jsonl")
        sent = mock.stats()["requests"]
        for options in ((), ("--fresh",), ("--set", "run.output=other.jsonl"), ("--set", "run.store=other.db")):
            _, err = self.judge("run", config, "--progress", "none", *options, status=2)
            self.assertIn(f"another judge (pid {first.pid}) is writing", err)
        self.assertLess(mock.stats()["requests"] - sent, 60)
        self.interrupt(first)
        self.assertEqual(mock.stats()["repeated_bodies"], 0)
        self.judge("run", config, "--progress", "none", "--limit", "5", status=0)

    def test_on_one_store_both_are_whole_and_share_what_they_have(self):
        mock = self.mock("--latency", "lognormal:10ms,0.5")
        self.dataset(600)
        config = self.config(mock, 8)
        runs = [self.start("run", config, "--progress", "none", "--set", f"run.output={name}.jsonl", *order)
                for name, order in (("a", ()), ("b", ("--set", 'run.order="random"')))]
        for process in runs:
            out, err = process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0, out + err)
        for name in ("a.jsonl", "b.jsonl"):
            self.assertEqual(sorted(row["id"] for row in self.results(name)), sorted(f"q{i}" for i in range(600)))
        # Only what both had let in at the same moment can have been paid twice.
        self.assertLess(mock.stats()["requests"], 900)
        database = sqlite3.connect(self.dir / ".judge" / "store.db")
        self.assertEqual(database.execute("pragma integrity_check").fetchone(), ("ok",))
        self.assertEqual(database.execute("select count(*) from replies").fetchone(), (600,))
        database.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
