"""kill -9 at any moment: every line parses, no id appears twice, nothing already answered is asked again.

JUDGE_KILLS: how many kills each test does; a few dozen unless told otherwise."""

import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402

SAMPLES = 400
KILLS = int(os.environ.get("JUDGE_KILLS", "24"))
KILLER = os.environ.get("JUDGE_KILLER", "")
VOLATILE = ("finished_at", "crc32", "latency_ms", "attempts", "stored")


def lasting(value):
    """Without what differs from run to run."""
    if isinstance(value, dict):
        return {key: lasting(part) for key, part in value.items() if key not in VOLATILE}
    return [lasting(part) for part in value] if isinstance(value, list) else value


class Kill(JudgeTest):
    def table(self):
        return {row["id"]: lasting(row) for row in self.results()}

    def undisturbed(self, mock, config, count):
        """What a run that nobody disturbs ends with, in this folder, which is as before then."""
        self.judge("run", config, "--progress", "none", status=0)
        table = self.table()
        self.assertEqual(len(table), count)
        self.forget()
        return table

    def forget(self):
        for path in self.dir.glob("results.jsonl*"):
            path.unlink()
        shutil.rmtree(self.dir / ".judge", ignore_errors=True)

    def check_results(self):
        path = self.dir / "results.jsonl"
        if not path.exists():
            return
        whole = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
        ids = [row["id"] for row in whole]
        self.assertEqual(len(ids), len(set(ids)))

    def stored(self):
        """How many answers a copy of the store has; it is checked through and through."""
        store = self.dir / ".judge" / "store.db"
        if not store.exists():
            return 0
        copy = self.dir / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for path in store.parent.glob("store.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, copy)
        with sqlite3.connect(copy / "store.db") as connection:
            self.assertEqual(connection.execute("PRAGMA integrity_check").fetchone(), ("ok",))
            tables = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'replies'")
            if tables.fetchone() == (0,):
                return 0
            return connection.execute("SELECT count(*) FROM replies").fetchone()[0]

    def settled(self, mock):
        """The mock's books once the dead one's connections are gone."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            stats = mock.stats()
            if stats["in_flight"] == 0:
                return stats
            time.sleep(0.005)
        self.fail("the mock is still answering the dead")

    def check_end(self, expected):
        self.assertEqual(self.table(), expected)
        self.assertEqual(self.stored(), len(expected))

    def test_killed_again_and_again_it_ends_as_if_nothing_had_happened(self):
        mock = self.mock("--latency", "lognormal:20ms,0.5", "--fail", "500=0.01")
        self.dataset(SAMPLES)
        permits = 8
        config = self.config(mock, permits)
        expected = self.undisturbed(mock, config, SAMPLES)
        before = self.settled(mock)["answered"]
        dice = random.Random(int(os.environ.get("JUDGE_SEED", "1")))
        lost = 0
        for _ in range(KILLS):
            process = self.start("run", config, "--progress", "none")
            time.sleep(dice.uniform(0.01, 0.2))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            self.check_results()
            # What was answered and is not in the store was in flight, or on its way to the store.
            now_lost = self.settled(mock)["answered"] - before - self.stored()
            self.assertLessEqual(now_lost - lost, 2 * permits)
            lost = now_lost
            if len(self.table_if_whole()) == SAMPLES:
                self.check_end(expected)
                self.forget()
                before, lost = mock.stats()["answered"], 0
        self.judge("run", config, "--progress", "none", status=0)
        self.check_end(expected)
        stats = self.settled(mock)
        self.assertEqual(stats["answered"] - before, SAMPLES + lost, stats)
        self.assertLessEqual(stats["peak_in_flight"], 2 * permits, stats)

    def table_if_whole(self):
        path = self.dir / "results.jsonl"
        return self.table() if path.exists() and path.read_bytes().endswith(b"\n") else {}

    def with_killer(self, config, at):
        return subprocess.run([JUDGE, "run", config, "--progress", "none"], cwd=self.dir, timeout=60,
                              capture_output=True, stdin=subprocess.DEVNULL,
                              env=self.environment(LD_PRELOAD=KILLER, JUDGE_KILL_AT=str(at),
                                                   JUDGE_CHANGES=str(self.dir / "changes")))

    def test_killed_at_its_changes_of_files_one_by_one_it_goes_on(self):
        if subprocess.run([JUDGE, "--version"], capture_output=True,
                          env=self.environment(LD_PRELOAD=KILLER)).returncode != 0 or not KILLER:
            self.skipTest("nothing can be loaded before this build of judge (a sanitizer's)")
        mock = self.mock("--latency", "1ms")
        count, permits = 12, 4
        self.dataset(count)
        config = self.config(mock, permits)
        expected = self.undisturbed(mock, config, count)
        self.assertEqual(self.with_killer(config, 0).returncode, 0)
        changes = int((self.dir / "changes").read_text())
        self.assertGreater(changes, count)
        step = max(1, changes // KILLS)
        for at in range(1, changes + 1, step):
            with self.subTest(at=at, of=changes):
                self.forget()
                before = self.settled(mock)["answered"]
                if self.with_killer(config, at).returncode == 0:
                    continue  # in larger groups it took fewer changes
                self.check_results()
                lost = self.settled(mock)["answered"] - before - self.stored()
                self.assertLessEqual(lost, 2 * permits)
                self.judge("run", config, "--progress", "none", status=0)
                self.check_end(expected)
                self.assertEqual(self.settled(mock)["answered"] - before, count + lost)

    def test_what_was_stored_before_the_kill_is_not_asked_again(self):
        mock = self.mock("--latency", "5ms")
        self.dataset(SAMPLES)
        config = self.config(mock, 4)
        process = self.start("run", config, "--progress", "none")
        self.wait_for_lines(100)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        done = len(self.results())
        before = mock.stats()["answered"]
        (self.dir / "results.jsonl").unlink()
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(SAMPLES)
        asked = mock.stats()["answered"] - before
        self.assertLessEqual(asked, SAMPLES - done)


if __name__ == "__main__":
    unittest.main(verbosity=2)
