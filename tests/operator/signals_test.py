"""Signals at a running batch: it drains, stops, goes on, and never pays twice."""

import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(os.environ["JUDGE_SOURCE"]) / "tests" / "support"))
from harness import JUDGE, JudgeTest  # noqa: E402


class Signals(JudgeTest):
    def start_as_job(self, *arguments):
        """As a shell with job control does, so that SIGTSTP stops it."""
        return subprocess.Popen([JUDGE, *map(str, arguments)], cwd=self.dir, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                                env=self.environment(), process_group=0)

    def wait_until_stopped(self, process):
        status = pathlib.Path(f"/proc/{process.pid}/stat")
        while status.read_text().rsplit(")", 1)[1].split()[0] != "T":
            time.sleep(0.01)

    def test_after_one_signal_everything_that_was_sent_is_stored(self):
        mock = self.mock("--latency", "lognormal:60ms,0.7")
        self.dataset(150)
        config = self.config(mock, 16)
        for number in (signal.SIGINT, signal.SIGTERM):
            process = self.start("run", config, "--progress", "none")
            self.wait_for_lines(30 if number == signal.SIGINT else 80)
            code, out, _ = self.interrupt(process, number)
            self.assertEqual(code, 128 + number)
            self.assertIn("Run the same command again to go on", out)
            stats = mock.stats()
            self.assertEqual(stats["requests"], len(self.results()), "an answer was thrown away")
            self.assertEqual(stats["in_flight"], 0)
        self.judge("run", config, "--progress", "none", status=0)
        self.assert_complete(150)
        self.assertEqual(mock.stats()["requests"], 150)

    def test_a_signal_before_anything_is_sent(self):
        mock = self.mock()
        self.dataset(200_000)
        config = self.config(mock)
        process = self.start("run", config, "--progress", "none")
        while not (self.dir / "results.jsonl.lock").exists():
            time.sleep(0.005)
        code, _, err = self.interrupt(process)
        self.assertEqual(code, 130)
        self.assertIn("nothing was sent", err)
        self.assertEqual(mock.stats()["requests"], 0)

    def test_stopped_for_longer_than_its_timeouts_it_goes_on_as_if_nothing_had_been(self):
        permits = 300  # more than the loop looks at in one go
        for number in (signal.SIGTSTP, signal.SIGSTOP):
            with self.subTest(number):
                mock = self.mock("--latency", "400ms")
                self.dataset(2 * permits)
                config = self.config(mock, permits)
                process = self.start_as_job("run", config, "--fresh", "--progress", "none",
                                            "--set", "models.m.timeout.attempt=1s")
                while mock.stats()["in_flight"] < permits:
                    time.sleep(0.01)
                process.send_signal(number)
                self.wait_until_stopped(process)
                time.sleep(4)
                process.send_signal(signal.SIGCONT)
                out, err = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 0, out + err)
                self.assert_complete(2 * permits)
                self.assertEqual(mock.stats()["requests"], 2 * permits, "an answer that waited was not read")
                slowest = max(row["judges"][0]["latency_ms"] for row in self.results())
                self.assertLess(slowest, 2500, "the pause was taken for latency")

    def test_signals_that_mean_nothing_to_it(self):
        mock = self.mock("--latency", "20ms")
        self.dataset(60)
        config = self.config(mock, 2)
        process = self.start("run", config, "--progress", "none")
        for lines, number in ((5, signal.SIGPIPE), (10, signal.SIGWINCH), (15, signal.SIGCONT), (20, signal.SIGURG)):
            self.wait_for_lines(lines)
            process.send_signal(number)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(mock.stats()["requests"], 60)


if __name__ == "__main__":
    unittest.main(verbosity=2)
