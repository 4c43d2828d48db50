"""kill -9 at any moment: every line parses, no id appears twice, nothing already answered is asked again."""

import os
import pathlib
import random
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JudgeTest  # noqa: E402

SAMPLES = 400
KILLS = int(os.environ.get("JUDGE_KILLS", "12"))


class Kill(JudgeTest):
    def run_and_kill(self, config, after):
        process = self.start("run", config, "--progress", "none")
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def check_file(self):
        path = self.dir / "results.jsonl"
        if not path.exists():
            return
        data = path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        self.assertEqual(data, whole, "a line was written in two parts")
        ids = [row["id"] for row in self.results()]
        self.assertEqual(len(ids), len(set(ids)))

    def test_killed_again_and_again_it_ends_as_if_nothing_had_happened(self):
        mock = self.mock("--latency", "lognormal:20ms,0.5", "--fail", "500=0.01,reset=0.005")
        self.dataset(SAMPLES)
        permits = 8
        config = self.config(mock, permits)
        dice = random.Random(1)
        for _ in range(KILLS):
            self.run_and_kill(config, dice.uniform(0.02, 0.25))
            self.check_file()
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(SAMPLES)
        stats = mock.stats()
        # What was answered twice can only have been on its way when the process died.
        self.assertLessEqual(stats["answered"], SAMPLES + KILLS * permits, stats)
        self.assertLessEqual(stats["peak_in_flight"], 2 * permits, stats)

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
